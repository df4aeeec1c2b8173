package io.spillway.reports.core;

import java.util.Locale;

/** Whom a report is for; the parts of the page and the dashboards of Kibana. */
public enum Section {
  OPERATIONS("Are orders flowing, and is any stage falling behind?"),
  SALES("What sells, where, and what was refused?"),
  STOCK("What is running out, and when?");

  private final String question;

  Section(String question) {
    this.question = question;
  }

  /** Its name in addresses and files: {@code operations}. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  public String title() {
    return name().charAt(0) + id().substring(1);
  }

  public String question() {
    return question;
  }
}
