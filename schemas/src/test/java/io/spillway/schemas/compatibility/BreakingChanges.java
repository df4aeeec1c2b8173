package io.spillway.schemas.compatibility;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compares schemas with their baseline. Breaking is what changes the meaning of stored bytes or of
 * the JSON form: a message, enum, field or value that is gone (a field may go if its number and
 * name are reserved), a field of other number, type, label or oneof, or a field or value of another
 * name, also one that only JSON has.
 */
final class BreakingChanges {
  private final List<String> found = new ArrayList<>();

  private BreakingChanges() {}

  static List<String> between(FileDescriptorSet baseline, FileDescriptorSet current) {
    BreakingChanges changes = new BreakingChanges();
    Map<String, DescriptorProto> messages = messages(current);
    Map<String, EnumDescriptorProto> enums = enums(current);
    messages(baseline).forEach((name, old) -> changes.message(name, old, messages.get(name)));
    enums(baseline).forEach((name, old) -> changes.enumeration(name, old, enums.get(name)));
    return List.copyOf(changes.found);
  }

  private void message(String name, DescriptorProto old, @Nullable DescriptorProto now) {
    if (now == null) {
      found.add("message " + name + " is gone");
      return;
    }
    for (FieldDescriptorProto field : old.getFieldList()) {
      now.getFieldList().stream()
          .filter(f -> f.getNumber() == field.getNumber())
          .findFirst()
          .ifPresentOrElse(f -> field(name, old, field, now, f), () -> removed(name, field, now));
    }
  }

  private void removed(String message, FieldDescriptorProto field, DescriptorProto now) {
    boolean numberReserved =
        now.getReservedRangeList().stream()
            .anyMatch(r -> field.getNumber() >= r.getStart() && field.getNumber() < r.getEnd());
    if (!numberReserved || !now.getReservedNameList().contains(field.getName())) {
      found.add(
          "field %s.%s (%d) is gone; reserve its number and its name"
              .formatted(message, field.getName(), field.getNumber()));
    }
  }

  private void field(
      String message,
      DescriptorProto oldMessage,
      FieldDescriptorProto old,
      DescriptorProto nowMessage,
      FieldDescriptorProto now) {
    String where = message + "." + old.getName();
    if (!old.getName().equals(now.getName())) {
      found.add("field " + where + " is now called " + now.getName());
    }
    if (!jsonName(old).equals(jsonName(now))) {
      found.add("field " + where + " is now " + jsonName(now) + " in JSON");
    }
    if (old.getType() != now.getType() || !old.getTypeName().equals(now.getTypeName())) {
      found.add("field " + where + " changed its type");
    }
    if (old.getLabel() != now.getLabel()) {
      found.add("field " + where + " changed between one and many");
    }
    if (!oneof(oldMessage, old).equals(oneof(nowMessage, now))) {
      found.add("field " + where + " moved into or out of a oneof");
    }
  }

  /** As protoc derives it, unless it is given. */
  static String jsonName(FieldDescriptorProto field) {
    if (field.hasJsonName()) {
      return field.getJsonName();
    }
    StringBuilder name = new StringBuilder();
    boolean capital = false;
    for (char c : field.getName().toCharArray()) {
      if (c != '_') {
        name.append(capital ? Character.toUpperCase(c) : c);
      }
      capital = c == '_';
    }
    return name.toString();
  }

  private static String oneof(DescriptorProto message, FieldDescriptorProto field) {
    return field.hasOneofIndex() ? message.getOneofDecl(field.getOneofIndex()).getName() : "";
  }

  private void enumeration(
      String name, EnumDescriptorProto old, @Nullable EnumDescriptorProto now) {
    if (now == null) {
      found.add("enum " + name + " is gone");
      return;
    }
    for (EnumValueDescriptorProto value : old.getValueList()) {
      List<String> names =
          now.getValueList().stream()
              .filter(v -> v.getNumber() == value.getNumber())
              .map(EnumValueDescriptorProto::getName)
              .toList();
      String where = "value " + name + "." + value.getName() + " (" + value.getNumber() + ")";
      if (names.isEmpty()) {
        found.add(where + " is gone");
      } else if (!names.getFirst().equals(value.getName())) {
        // With allow_alias the first one is what JSON has.
        found.add(where + " is now " + names.getFirst() + " in JSON");
      }
    }
  }

  private static Map<String, DescriptorProto> messages(FileDescriptorSet set) {
    Map<String, DescriptorProto> all = new LinkedHashMap<>();
    for (FileDescriptorProto file : set.getFileList()) {
      file.getMessageTypeList().forEach(m -> nested(file.getPackage(), m, all));
    }
    return all;
  }

  private static void nested(String prefix, DescriptorProto m, Map<String, DescriptorProto> all) {
    String name = prefix + "." + m.getName();
    all.put(name, m);
    m.getNestedTypeList().forEach(n -> nested(name, n, all));
  }

  private static Map<String, EnumDescriptorProto> enums(FileDescriptorSet set) {
    Map<String, EnumDescriptorProto> all = new LinkedHashMap<>();
    for (FileDescriptorProto file : set.getFileList()) {
      file.getEnumTypeList().forEach(e -> all.put(file.getPackage() + "." + e.getName(), e));
    }
    messages(set)
        .forEach(
            (name, m) -> m.getEnumTypeList().forEach(e -> all.put(name + "." + e.getName(), e)));
    return all;
  }
}
