package io.spillway.ingest.adapter.http;

/** Walks over the lines of a text, numbered from 1, whether they end in LF or CRLF. */
final class Lines {
  private final byte[] text;
  private int start;
  private int end = -1;
  private int number;

  Lines(byte[] text) {
    this.text = text;
  }

  /** Steps to the next line; false after the last. */
  boolean next() {
    if (end + 1 >= text.length) {
      return false;
    }
    start = end + 1;
    end = start;
    while (end < text.length && text[end] != '\n') {
      end++;
    }
    number++;
    return true;
  }

  int number() {
    return number;
  }

  int start() {
    return start;
  }

  int length() {
    return end - start;
  }

  /** Whether the line holds nothing but JSON's white space. */
  boolean blank() {
    for (int i = start; i < end; i++) {
      if (text[i] != ' ' && text[i] != '\t' && text[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
