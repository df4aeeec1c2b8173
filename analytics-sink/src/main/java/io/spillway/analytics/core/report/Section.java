package io.spillway.analytics.core.report;

/** Whom a report is for; the parts of the page and the dashboards of Kibana. */
public enum Section {
  OPERATIONS("Operations", "Do orders flow, and does anything wait?"),
  SALES("Sales", "What is sold, where, and what could not be?"),
  STOCK("Stock", "What runs out, and when?");

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
