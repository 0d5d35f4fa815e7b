/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "sample-service.h"

/* Three stages: one that may not reject, one that may, one that decides. */
static const char *const source =
    "[Service]\nId=TST-ONE\nName=Test certificate\nName[hi]=जाँच प्रमाण पत्र\nShortName=Test\n"
    "System=own\nBasis=dpdp-7b\nDays=14\nValidity=P1Y\n"
    "Declaration=I, {name}, declare.\nDeclarationVersion=1\n"
    "[Fee 2024-04-01]\nGovernment=0\n[Fee 2026-11-25]\nGovernment=20.50\n"
    "[Field name]\nType=name\nName=Name\nName[hi]=नाम\n"
    "[Field name-hi]\nType=name\nName=Name in Hindi\nOptional=yes\n"
    "[Field dob]\nType=date\nName=Date of birth\n"
    "[Field area]\nType=subdivision\nName=Area\n"
    "[Field purpose]\nType=choice\nName=Purpose\nName[hi]=उद्देश्य\nChoices=school;loan\n"
    "Choice.school=School\nChoice.school[hi]=स्कूल\nChoice.loan=Loan\n"
    "[Group family]\nName=Family\nRepeat=1-15\nTogether=yes\n"
    "[Field family.name]\nType=name\nName=Name\n"
    "[Field family.age]\nType=integer\nName=Age\nRange=0-120\n"
    "[Kind voter-id]\nName=Voter card\n"
    "[Paper identity]\nName=Identity\nShortName=Identity\nAnyOf=voter-id\n"
    "[Stage scrutiny]\nName=Scrutiny\nRole=dealing-assistant\nDays=3\nMay=ask;forward;transfer\n"
    "[Stage field]\nName=Field check\nRole=patwari\nDays=3\nMay=ask;forward;reject\n"
    "[Stage approval]\nName=Approval\nRole=tehsildar\nDays=3\nMay=ask;approve;reject\n"
    "[Reason R05]\nName=Residence is not proved\nBring=identity\n"
    "[Certificate]\nTitle=Test certificate\nTitle[hi]=जाँच प्रमाण पत्र\n"
    "Body=Certified that {applicant} of {subdivision} is {grade}.\n"
    "Body[hi]=प्रमाणित किया जाता है कि {applicant}, {subdivision}, {grade} है।\n"
    "Office=Office of {subdivision}\nPlace={subdivision}\nNote=Check it at our page.\n"
    "Applicant={name}\nApplicant[hi]={name-hi}\n"
    "Computed=grade\nSigned=grade;loan\n"
    "[Line purpose]\nName=Purpose\nName[hi]=उद्देश्य\nValue={purpose}\n"
    "[Line member]\nName=Member\nName[hi]=सदस्य\nValue={family.name}, {family.age}\nEach=family\n"
    "[Line loan-head]\nName=Of the loan\nShowIf=purpose=loan\n"
    "[Line loan]\nName=Loan\nValue=yes\nShowIf=purpose=loan\n"
    "[Line child]\nName=Child\nValue={family.name}\nEach=family\nShowIf=family.age=12\n"
    "[Line grade]\nName=Grade\nName[hi]=श्रेणी\nValue={grade}\n";

KhidkiService *
sample_service_new (void)
{
  g_autoptr (GError) error = NULL;
  KhidkiService *service = khidki_service_new_from_source (source, &error);

  g_assert_no_error (error);
  return service;
}
