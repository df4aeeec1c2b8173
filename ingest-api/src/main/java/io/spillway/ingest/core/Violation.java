package io.spillway.ingest.core;

/**
 * One thing wrong with a request.
 *
 * @param place what {@code name} points into
 * @param name a JSON Pointer (RFC 6901) into the body, or a header's or parameter's name
 * @param reason what was expected, and what was found
 */
public record Violation(Place place, String name, String reason) {
  /** Where a fault lies. */
  public enum Place {
    POINTER("pointer"),
    HEADER("header"),
    PARAMETER("parameter");

    private final String member;

    Place(String member) {
      this.member = member;
    }

    /** The member of a problem's {@code errors[]} that holds the name. */
    public String member() {
      return member;
    }
  }

  /** A fault in the body. */
  public static Violation at(String pointer, String reason) {
    return new Violation(Place.POINTER, pointer, reason);
  }

  /** A fault in a header. */
  public static Violation header(String name, String reason) {
    return new Violation(Place.HEADER, name, reason);
  }

  /** A fault in a path or query parameter. */
  public static Violation parameter(String name, String reason) {
    return new Violation(Place.PARAMETER, name, reason);
  }
}
