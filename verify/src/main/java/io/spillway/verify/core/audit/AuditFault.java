package io.spillway.verify.core.audit;

/** What can be wrong with a record of the audit topic. */
public enum AuditFault {
  MISSING("no record at this offset"),
  UNREADABLE("not an audit entry"),
  KEY("the record's key is not the act's id"),
  UNCHAINED("an entry outside of chains, behind chained ones"),
  CHANGED("the content does not have the hash that it states"),
  SEQUENCE("not the next entry of its chain"),
  PREVIOUS("the entry before it in its chain is not the one that it names"),
  SEEN("the records that its writer saw are not those that lie here"),
  HEAD("not the record that was noted");

  private final String text;

  AuditFault(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
