/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-remedy.h"

#define PAGE "docs/go-live.md, section "
#define PAGES "docs/go-live.md, sections "
#define TOKEN                                                                                      \
  "make a new token and put it where access-token= points to; a file that khidkid reads itself "   \
  "holds within a minute, a credential after systemctl restart khidkid. Nothing is lost: what "    \
  "waits leaves (" PAGE "1.4)"
#define PERMISSION                                                                                 \
  "Business settings, System users: assign the app and the WhatsApp account to the token's user, " \
  "with whatsapp_business_messaging and whatsapp_business_management, and generate the token "     \
  "anew (" PAGE "1.4)"
#define WRONG_ID                                                                                   \
  "compare the id with App Dashboard, WhatsApp, API Setup: neither of the two ids is the number "  \
  "itself, and the token's user must be assigned to that account (" PAGES "1.3 and 1.4)"
#define LATER "ask again in some minutes; Meta's own faults are at https://metastatus.com"
#define LOCKED "Business Support Home, Request review (" PAGE "8)"

static const struct
{
  int first;
  int last;
  const char *remedy;
} codes[] = {
  { 0, 0, TOKEN },
  { 1, 2, LATER },
  { 3, 3, PERMISSION },
  { 4, 4, LATER },
  { 10, 10, PERMISSION },
  { 33, 33, WRONG_ID },
  { 100, 100, WRONG_ID },
  { 190, 190, TOKEN },
  { 200, 299, PERMISSION },
  { 368, 368, LOCKED },
  { 80007, 80008, LATER },
  { 130429, 130429, LATER },
  { 131000, 131000, LATER },
  { 131005, 131005, PERMISSION },
  { 131016, 131016, LATER },
  { 131031, 131031, LOCKED },
  { 133010, 133010, "register the number (" PAGE "3)" },
};

const char *
khidki_whatsapp_remedy_for_code (int meta_code)
{
  for (guint i = 0; i < G_N_ELEMENTS (codes); i++)
    if (meta_code >= codes[i].first && meta_code <= codes[i].last)
      return codes[i].remedy;
  return "look the code up among Meta's error codes; if what answers is not Meta, correct graph-url= "
         "(" PAGES "4 and 8)";
}

gboolean
khidki_whatsapp_remedy_is_token (int meta_code)
{
  const char *remedy = khidki_whatsapp_remedy_for_code (meta_code);

  return g_str_equal (remedy, TOKEN) || g_str_equal (remedy, PERMISSION);
}

gboolean
khidki_whatsapp_remedy_is_unknown_id (int meta_code)
{
  return g_str_equal (khidki_whatsapp_remedy_for_code (meta_code), WRONG_ID);
}

gboolean
khidki_whatsapp_remedy_is_passing (int meta_code)
{
  return g_str_equal (khidki_whatsapp_remedy_for_code (meta_code), LATER);
}

const char *
khidki_whatsapp_remedy_describe_certificate (GTlsCertificateFlags flags)
{
  if ((flags & G_TLS_CERTIFICATE_EXPIRED) != 0)
    return "its certificate has expired";
  if ((flags & G_TLS_CERTIFICATE_NOT_ACTIVATED) != 0)
    return "its certificate is not valid yet";
  if ((flags & G_TLS_CERTIFICATE_REVOKED) != 0)
    return "its certificate was revoked";
  if ((flags & G_TLS_CERTIFICATE_UNKNOWN_CA) != 0)
    return "its certificate is not signed by anybody that this machine trusts";
  if ((flags & G_TLS_CERTIFICATE_BAD_IDENTITY) != 0)
    return "its certificate is for another name";
  return "its certificate is not to be trusted";
}

const char *
khidki_whatsapp_remedy_for_graph (KhidkiToolTrouble trouble, GTlsCertificateFlags flags)
{
  switch (trouble)
    {
    case KHIDKI_TOOL_TROUBLE_NAME:
      return "see whether this machine can look names up (getent hosts graph.facebook.com), and "
             "how the host in graph-url= is spelt (" PAGE "4)";
    case KHIDKI_TOOL_TROUBLE_REFUSED:
    case KHIDKI_TOOL_TROUBLE_SLOW:
      return "let this machine out to the host and port of graph-url= in the firewall; khidkid goes "
             "through no proxy (" PAGE "4)";
    case KHIDKI_TOOL_TROUBLE_CERTIFICATE:
      return "see the clock (timedatectl), install ca-certificates, and find out who stands between "
             "this machine and Meta: no token is shown there until it is right (" PAGE "4)";
    case KHIDKI_TOOL_TROUBLE_TLS:
      return "graph-url= says https: see whether the port is one that speaks it (" PAGE "4)";
    case KHIDKI_TOOL_TROUBLE_NONE:
    case KHIDKI_TOOL_TROUBLE_LONG:
    case KHIDKI_TOOL_TROUBLE_OTHER:
      break;
    }
  return "see graph-url=: what answers there is not Meta's Graph API (" PAGE "4)";
}

static const char *
remedy_for_own_certificate (GTlsCertificateFlags flags)
{
  if ((flags & (G_TLS_CERTIFICATE_EXPIRED | G_TLS_CERTIFICATE_NOT_ACTIVATED)) != 0)
    return "renew the certificate of nginx and reload it, and see the clock (timedatectl); until then "
           "Meta brings nothing, and keeps it for seven days (" PAGE "5)";
  if ((flags & G_TLS_CERTIFICATE_UNKNOWN_CA) != 0)
    return "give nginx a certificate that the world trusts, with the whole chain in ssl_certificate: "
           "Meta refuses others (" PAGE "5)";
  return "give nginx a certificate that has the host of public-url= among its names (" PAGE "5)";
}

const char *
khidki_whatsapp_remedy_for_public (KhidkiToolTrouble trouble, GTlsCertificateFlags flags)
{
  switch (trouble)
    {
    case KHIDKI_TOOL_TROUBLE_NAME:
      return "have the host of public-url= entered in the DNS, with the address of this machine or of "
             "what stands in front of it (" PAGE "5)";
    case KHIDKI_TOOL_TROUBLE_REFUSED:
      return "nobody listens there: systemctl status nginx, and the port of public-url= (" PAGE "5)";
    case KHIDKI_TOOL_TROUBLE_SLOW:
      return "a firewall lets nobody in, or khidkid hangs: try from outside, then khidkictl status "
             "(" PAGE "5)";
    case KHIDKI_TOOL_TROUBLE_CERTIFICATE:
      return remedy_for_own_certificate (flags);
    case KHIDKI_TOOL_TROUBLE_TLS:
      return "the port of public-url= does not speak TLS: see listen … ssl in nginx (" PAGE "5)";
    case KHIDKI_TOOL_TROUBLE_NONE:
    case KHIDKI_TOOL_TROUBLE_LONG:
    case KHIDKI_TOOL_TROUBLE_OTHER:
      break;
    }
  return "something else than khidkid answers at public-url= (" PAGE "5)";
}

const char *
khidki_whatsapp_remedy_for_status (guint status)
{
  if (status >= 300 && status < 400)
    return "nginx sends on to another address, and Meta does not follow: put that address into "
           "public-url= and into Meta's Callback URL (" PAGES "5 and 6)";
  if (status == 404)
    return "nginx leads elsewhere, path= is another, or the plugin does not run: khidkictl plugins, "
           "then location and proxy_pass in nginx (" PAGE "5)";
  if (status == 401 || status == 403)
    return "khidkid has other secrets than the ones read here: systemctl restart khidkid, and see "
           "that nothing in front asks for a password (" PAGES "2 and 5)";
  if (status == 502 || status == 504)
    return "nginx runs but does not reach khidkid: systemctl status khidkid, and compare listen= with "
           "proxy_pass (" PAGE "5)";
  if (status == 503)
    return "khidkid is full or its store refuses: khidkictl status, journalctl -u khidkid; Meta tries "
           "again for seven days (" PAGE "8)";
  return "see journalctl -u khidkid and nginx's error log (" PAGE "5)";
}
