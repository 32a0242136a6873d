package io.countinghouse.console;

import io.countinghouse.identity.Company;

/** What was typed into the second step of a registration; a field that was not sent is empty. */
record CompanyForm(
    String company,
    String industry,
    String region,
    String introduction,
    String contact,
    String agreed) {

  /** Binding gives nothing for what was not sent, whatever the types say. */
  CompanyForm {
    company = FieldChecks.text(company);
    industry = FieldChecks.text(industry);
    region = FieldChecks.text(region);
    introduction = FieldChecks.text(introduction);
    contact = FieldChecks.text(contact);
    agreed = FieldChecks.text(agreed);
  }

  /** As a customer first sees it. */
  static CompanyForm empty() {
    return new CompanyForm("", "", "", "", "", "");
  }

  /** As it was stored, for going back to it. */
  static CompanyForm of(Company stored) {
    return new CompanyForm(
        stored.name(),
        stored.industry(),
        stored.region(),
        stored.introduction(),
        stored.contact(),
        "yes");
  }

  /** What is wrong with it. */
  FieldProblems problems() {
    FieldProblems found = new FieldProblems();
    addProblems(found);
    return found;
  }

  void addProblems(FieldProblems found) {
    FieldChecks.company(company, found);
    FieldChecks.line("industry", industry, found);
    FieldChecks.line("region", region, found);
    FieldChecks.line("introduction", introduction, found);
    FieldChecks.line("contact", contact, found);
    FieldChecks.agreed(agreed, found);
  }

  /**
   * @throws IllegalArgumentException if the form has problems
   */
  Company value() {
    return new Company(company, industry, region, introduction, contact);
  }
}
