package io.spillway.verify.core;

import org.jspecify.annotations.Nullable;

/** How a row and its document stand to each other. */
public enum DocumentMatch {
  SAME(""),
  MISSING("is not in Elasticsearch"),
  STALE("is older in Elasticsearch"),
  NEWER("is newer in Elasticsearch than in MySQL"),
  OTHER_CONTENT("has another content in Elasticsearch"),
  SEVERAL("has more than one document"),
  EXTRA("is in Elasticsearch only");

  private final String text;

  DocumentMatch(String text) {
    this.text = text;
  }

  /** In words; empty when they are the same. */
  public String text() {
    return text;
  }

  /** The verdict on a row; a hash that one side lacks is not compared. */
  static DocumentMatch of(
      long version, @Nullable String hash, int documents, StoreFacts.@Nullable Document document) {
    if (document == null) {
      return MISSING;
    }
    if (documents > 1) {
      return SEVERAL;
    }
    if (document.version() != version) {
      return document.version() < version ? STALE : NEWER;
    }
    String found = document.contentHash();
    return hash == null || found == null || hash.equals(found) ? SAME : OTHER_CONTENT;
  }
}
