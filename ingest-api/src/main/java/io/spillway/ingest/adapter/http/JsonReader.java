package io.spillway.ingest.adapter.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import io.spillway.ingest.core.Json;
import io.spillway.ingest.core.Problem;
import io.spillway.ingest.core.ProblemType;
import io.spillway.ingest.core.Violation;
import io.spillway.ingest.core.Violations;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (RFC 8259) strictly: well-formed UTF-8, one value, no name twice, no comment, no NaN.
 * Numbers keep what rules must tell apart: whole, beyond 64 bits, with a fraction. Thread-safe.
 */
final class JsonReader {
  private static final int MAX_DEPTH = 32;
  private static final int MAX_NUMBER_LENGTH = 1_000;
  private static final int MAX_NAME_LENGTH = 50_000;

  private static final String LIMITS =
      "a limit of "
          + MAX_DEPTH
          + " levels, "
          + MAX_NUMBER_LENGTH
          + " characters of a number or "
          + MAX_NAME_LENGTH
          + " of a name";

  /** By how Jackson's message begins. */
  private static final Map<String, String> SYNTAX_ERRORS =
      Map.of(
          "Unexpected end-of-input", "ends before its value is complete",
          "Unexpected character", "has an unexpected character",
          "Unexpected close marker", "closes an array or object that is not open",
          "Unrecognized token", "has a word that is no JSON value",
          "Non-standard token", "has a word that is no JSON value",
          "Invalid numeric value", "has an invalid number",
          "Illegal unquoted character", "has a control character that is not escaped",
          "Unrecognized character escape", "has an invalid escape sequence");

  private static final Json TRUE = new Json.Flag(true);
  private static final Json FALSE = new Json.Flag(false);
  private static final Json NULL = new Json.Null();
  private static final Json FRACTION = new Json.Fraction();
  private static final Json HUGE = new Json.Huge();

  private final JsonFactory factory =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxNameLength(MAX_NAME_LENGTH)
                  .build())
          // Names come from callers: interning each would fill a table that lives for ever.
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          .build();

  /** Bytes that are not JSON, and where. */
  static final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Violation violation;

    MalformedJsonException(String reason) {
      super(reason, null, false, false);
      this.violation = Violation.at("", reason);
    }

    Violation violation() {
      return violation;
    }
  }

  /**
   * Reads a body that is one value; a repeated name is noted as a fault.
   *
   * @throws RefusalException as malformed JSON, saying where
   */
  Json readOrRefuse(byte[] body, Violations violations) {
    try {
      return read(body, 0, body.length, violations);
    } catch (MalformedJsonException e) {
      throw new RefusalException(Problem.of(ProblemType.MALFORMED_JSON, e.violation()));
    }
  }

  /** Reads the one value in a range of bytes; a repeated name is noted as a fault. */
  Json read(byte[] bytes, int offset, int length, Violations violations)
      throws MalformedJsonException {
    CharBuffer text = decode(ByteBuffer.wrap(bytes, offset, length));
    try (JsonParser parser =
        factory.createParser(text.array(), text.arrayOffset(), text.remaining())) {
      if (parser.nextToken() == null) {
        throw new MalformedJsonException("is empty; a JSON value is expected");
      }
      Json value = value(parser, violations);
      if (parser.nextToken() != null) {
        throw new MalformedJsonException(
            "has more after its value, at " + where(parser.currentTokenLocation()));
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new MalformedJsonException(wrong(e) + ", at " + where(e.getLocation()));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // reading memory cannot fail otherwise
    }
  }

  private static CharBuffer decode(ByteBuffer bytes) throws MalformedJsonException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes);
    } catch (CharacterCodingException e) {
      throw new MalformedJsonException("is not UTF-8, at byte " + bytes.position());
    }
  }

  private static Json value(JsonParser parser, Violations violations) throws IOException {
    return switch (parser.currentToken()) {
      case START_OBJECT -> object(parser, violations);
      case START_ARRAY -> array(parser, violations);
      case VALUE_STRING -> new Json.Text(parser.getText());
      case VALUE_NUMBER_INT -> whole(parser);
      case VALUE_NUMBER_FLOAT -> FRACTION;
      case VALUE_TRUE -> TRUE;
      case VALUE_FALSE -> FALSE;
      default -> NULL;
    };
  }

  /** Not by Jackson's own detection of repeated names, which ends at the first. */
  private static Json object(JsonParser parser, Violations violations) throws IOException {
    Map<String, Json> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      if (members.containsKey(name)) {
        String pointer = parser.getParsingContext().pathAsPointer().toString();
        violations.at(pointer, "is given more than once");
      }
      parser.nextToken();
      members.put(name, value(parser, violations));
    }
    return new Json.Obj(members);
  }

  private static Json array(JsonParser parser, Violations violations) throws IOException {
    List<Json> items = new ArrayList<>();
    while (parser.nextToken() != JsonToken.END_ARRAY) {
      items.add(value(parser, violations));
    }
    return new Json.Arr(items);
  }

  private static Json whole(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT, LONG -> new Json.Whole(parser.getLongValue());
      default -> HUGE;
    };
  }

  /** Jackson's messages name its own settings, so they are told in other words. */
  private static String wrong(JsonProcessingException e) {
    if (e instanceof JsonEOFException) {
      return "ends before its value is complete";
    }
    if (e instanceof StreamConstraintsException) {
      return "exceeds " + LIMITS;
    }
    String message = e.getOriginalMessage();
    return SYNTAX_ERRORS.entrySet().stream()
        .filter(error -> message.startsWith(error.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("has a syntax error");
  }

  private static String where(@Nullable JsonLocation location) {
    return location == null
        ? "an unknown place"
        : "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }
}
