package io.spillway.order.adapter.mysql;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.ListValue;
import com.google.protobuf.Struct;
import com.google.protobuf.Value;
import com.google.protobuf.util.JsonFormat;
import java.util.List;
import java.util.function.Function;

/** JSON columns, read by another library than the one that wrote them. */
final class JsonRows {
  private JsonRows() {}

  static List<String> lines(String json) {
    return each(
        json,
        line ->
            text(line, "sku")
                + " x "
                + number(line, "quantity")
                + " @ "
                + number(line, "unitAmount"));
  }

  static List<String> reasons(String json) {
    return each(
        json,
        reason ->
            number(reason, "line")
                + " "
                + text(reason, "sku")
                + " "
                + text(reason, "reason")
                + " "
                + number(reason, "requested")
                + "/"
                + number(reason, "available"));
  }

  static List<String> history(String json) {
    return each(
        json,
        change ->
            number(change, "version")
                + " "
                + text(change, "status")
                + " "
                + text(change, "at")
                + " "
                + text(change, "reason"));
  }

  private static List<String> each(String json, Function<Struct, String> description) {
    ListValue.Builder list = ListValue.newBuilder();
    try {
      JsonFormat.parser().merge(json, list);
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError(json, e);
    }
    return list.getValuesList().stream().map(Value::getStructValue).map(description).toList();
  }

  private static String text(Struct object, String field) {
    return object.getFieldsOrThrow(field).getStringValue();
  }

  private static long number(Struct object, String field) {
    return (long) object.getFieldsOrThrow(field).getNumberValue();
  }
}
