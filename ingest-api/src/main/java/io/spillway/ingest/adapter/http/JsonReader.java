package io.spillway.ingest.adapter.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
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

  private static final Json TRUE = new Json.Flag(true);
  private static final Json FALSE = new Json.Flag(false);
  private static final Json NULL = new Json.Null();
  private static final Json FRACTION = new Json.Fraction();

  private final JsonFactory factory =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
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
      JsonToken first = parser.nextToken();
      if (first == null) {
        throw new MalformedJsonException("is empty; a JSON value is expected");
      }
      Json value = value(parser, first, null, violations);
      if (parser.nextToken() != null) {
        throw new MalformedJsonException(
            "has more after the JSON value, at " + where(parser.currentTokenLocation()));
      }
      return value;
    } catch (JsonProcessingException e) {
      throw new MalformedJsonException(
          "is not well-formed JSON at " + where(e.getLocation()) + ": " + e.getOriginalMessage());
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

  private Json value(JsonParser parser, JsonToken token, @Nullable Path path, Violations violations)
      throws IOException {
    return switch (token) {
      case START_OBJECT -> object(parser, path, violations);
      case START_ARRAY -> array(parser, path, violations);
      case VALUE_STRING -> new Json.Text(parser.getText());
      case VALUE_NUMBER_INT -> whole(parser);
      case VALUE_NUMBER_FLOAT -> FRACTION;
      case VALUE_TRUE -> TRUE;
      case VALUE_FALSE -> FALSE;
      default -> NULL;
    };
  }

  private Json object(JsonParser parser, @Nullable Path path, Violations violations)
      throws IOException {
    Map<String, Json> members = new LinkedHashMap<>();
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      Path at = new Path(path, name);
      if (members.put(name, value(parser, parser.nextToken(), at, violations)) != null) {
        violations.at(at.pointer(), "is given more than once");
      }
    }
    return new Json.Obj(members);
  }

  private Json array(JsonParser parser, @Nullable Path path, Violations violations)
      throws IOException {
    List<Json> items = new ArrayList<>();
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      Path at = new Path(path, Integer.toString(items.size()));
      items.add(value(parser, token, at, violations));
    }
    return new Json.Arr(items);
  }

  private static Json whole(JsonParser parser) throws IOException {
    return switch (parser.getNumberType()) {
      case INT, LONG -> new Json.Whole(parser.getLongValue());
      default -> new Json.Huge(parser.getText().startsWith("-"));
    };
  }

  private static String where(@Nullable JsonLocation location) {
    return location == null
        ? "an unknown place"
        : "line " + location.getLineNr() + ", column " + location.getColumnNr();
  }

  /** The way to a value, turned into a pointer only when something is wrong with it. */
  private record Path(@Nullable Path parent, String name) {
    String pointer() {
      String escaped = '/' + name.replace("~", "~0").replace("/", "~1");
      return parent == null ? escaped : parent.pointer() + escaped;
    }
  }
}
