package io.spillway.ingest.core;

import java.util.List;
import java.util.Map;

/** A parsed JSON value, typed as JSON types it, so that rules can say what they found instead. */
public sealed interface Json {
  /** An object; its names are in the order they were written. */
  record Obj(Map<String, Json> members) implements Json {}

  /** An array. */
  record Arr(List<Json> items) implements Json {}

  /** A string. */
  record Text(String value) implements Json {}

  /** A number without fraction or exponent that fits 64 bits. */
  record Whole(long value) implements Json {}

  /** A number without fraction or exponent that does not fit 64 bits. */
  record Huge() implements Json {}

  /** A number with a fraction or an exponent. */
  record Fraction() implements Json {}

  /** True or false. */
  record Flag(boolean value) implements Json {}

  /** The literal null. */
  record Null() implements Json {}

  /** What a person would call this value. */
  default String kind() {
    return switch (this) {
      case Obj _ -> "an object";
      case Arr _ -> "an array";
      case Text _ -> "a string";
      case Whole _ -> "a number";
      case Huge _ -> "a number beyond 64 bits";
      case Fraction _ -> "a number with a fraction or exponent";
      case Flag _ -> "a boolean";
      case Null _ -> "null";
    };
  }
}
