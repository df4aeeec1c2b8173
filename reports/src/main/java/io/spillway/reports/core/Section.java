package io.spillway.reports.core;

/** Whom a report is for; the parts of the page and the dashboards of Kibana. */
public enum Section {
  OPERATIONS("Operations", "Are orders flowing, and is any stage falling behind?"),
  SALES("Sales", "What sells, where, and what was refused?"),
  STOCK("Stock", "What is running out, and when?");

  private final String title;
  private final String question;

  Section(String title, String question) {
    this.title = title;
    this.question = question;
  }

  /** For people. */
  public String title() {
    return title;
  }

  /** What its reports answer together. */
  public String question() {
    return question;
  }
}
