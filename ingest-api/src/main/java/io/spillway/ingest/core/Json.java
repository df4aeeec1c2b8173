package io.spillway.ingest.core;

import java.util.List;
import java.util.Map;

/** A parsed JSON value, typed as JSON types it, so that rules can say what they found instead. */
public sealed interface Json {
  /** What a person would call this value. */
  String kind();

  /** An object; its names are in the order they were written. */
  record Obj(Map<String, Json> members) implements Json {
    @Override
    public String kind() {
      return "an object";
    }
  }

  /** An array. */
  record Arr(List<Json> items) implements Json {
    @Override
    public String kind() {
      return "an array";
    }
  }

  /** A string. */
  record Text(String value) implements Json {
    @Override
    public String kind() {
      return "a string";
    }
  }

  /** A number without fraction or exponent that fits 64 bits. */
  record Whole(long value) implements Json {
    @Override
    public String kind() {
      return "a number";
    }
  }

  /** A number without fraction or exponent that does not fit 64 bits. */
  record Huge(boolean negative) implements Json {
    @Override
    public String kind() {
      return "a number beyond 64 bits";
    }
  }

  /** A number with a fraction or an exponent. */
  record Fraction() implements Json {
    @Override
    public String kind() {
      return "a number with a fraction or exponent";
    }
  }

  /** True or false. */
  record Flag(boolean value) implements Json {
    @Override
    public String kind() {
      return "a boolean";
    }
  }

  /** The literal null. */
  record Null() implements Json {
    @Override
    public String kind() {
      return "null";
    }
  }
}
