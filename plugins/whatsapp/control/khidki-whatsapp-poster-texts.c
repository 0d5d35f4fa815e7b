/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "khidki-whatsapp-poster-texts.h"

/* The word to send is Latin in all of them: every phone can type it. In Urdu it is
 * isolated, so that its quotes stay around it. */
const KhidkiWhatsappPosterTexts khidki_whatsapp_poster_texts[KHIDKI_WHATSAPP_POSTER_LANGUAGES] = {
  {
      .language = "hi",
      .title = "सरकारी सेवाएँ व्हाट्सऐप पर",
      .greet = "स्कैन कीजिए, या इस नंबर पर “Hi” लिखिए",
      .numbers = "असली नंबर सिर्फ़ यहाँ लिखे हैं:",
      .never = "हम कभी OTP, बैंक का PIN या कार्ड की जानकारी नहीं माँगते।",
      .helpline = "हेल्पलाइन",
  },
  {
      .language = "en",
      .title = "Government services on WhatsApp",
      .greet = "Scan, or write “Hi” to this number",
      .numbers = "The only true numbers are listed at:",
      .never = "We never ask for an OTP, a bank PIN or card details.",
      .helpline = "Helpline",
  },
  {
      .language = "pa",
      .title = "ਸਰਕਾਰੀ ਸੇਵਾਵਾਂ ਵਟਸਐਪ ’ਤੇ",
      .greet = "ਸਕੈਨ ਕਰੋ, ਜਾਂ ਇਸ ਨੰਬਰ ’ਤੇ “Hi” ਲਿਖੋ",
      .numbers = "ਅਸਲੀ ਨੰਬਰ ਸਿਰਫ਼ ਇੱਥੇ ਲਿਖੇ ਹਨ:",
      .never = "ਅਸੀਂ ਕਦੇ OTP, ਬੈਂਕ ਦਾ PIN ਜਾਂ ਕਾਰਡ ਦੀ ਜਾਣਕਾਰੀ ਨਹੀਂ ਮੰਗਦੇ।",
      .helpline = "ਹੈਲਪਲਾਈਨ",
  },
  {
      .language = "ur",
      .title = "سرکاری خدمات واٹس ایپ پر",
      .greet = "اسکین کیجیے، یا اس نمبر پر ⁨“Hi”⁩ لکھیے",
      .numbers = "اصلی نمبر صرف یہاں درج ہیں:",
      .never = "ہم کبھی OTP یا بینک کا PIN یا کارڈ کی معلومات نہیں مانگتے۔",
      .helpline = "ہیلپ لائن",
  },
};
