package io.spillway.schemas.contract;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.GenericDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * The part of a .proto file that a public message needs, as source: what a reader of the records
 * compiles. Messages and enums stand at the top of our files, and so they do here.
 */
final class ProtoText {
  private final ProtoComments comments;
  private final StringBuilder text = new StringBuilder();

  private ProtoText(ProtoComments comments) {
    this.comments = comments;
  }

  static String of(Descriptor root, ProtoComments comments) {
    Set<GenericDescriptor> needed = new LinkedHashSet<>();
    collect(root, needed);
    return new ProtoText(comments).file(root.getFile(), needed);
  }

  private static void collect(Descriptor message, Set<GenericDescriptor> needed) {
    if (!needed.add(message)) {
      return;
    }
    for (FieldDescriptor field : message.getFields()) {
      if (field.getType() == FieldDescriptor.Type.ENUM) {
        needed.add(field.getEnumType());
      } else if (field.getType() == FieldDescriptor.Type.MESSAGE) {
        collect(field.getMessageType(), needed);
      }
    }
  }

  private String file(FileDescriptor file, Set<GenericDescriptor> needed) {
    text.append("syntax = \"proto3\";\n\npackage ").append(file.getPackage()).append(";\n\n");
    Set<String> imports = new TreeSet<>();
    for (GenericDescriptor type : needed) {
      if (!type.getFile().equals(file)) {
        imports.add(type.getFile().getName());
      }
    }
    imports.forEach(name -> text.append("import \"").append(name).append("\";\n"));
    file.getMessageTypes().stream().filter(needed::contains).forEach(this::message);
    file.getEnumTypes().stream().filter(needed::contains).forEach(this::enumeration);
    return text.toString();
  }

  private void message(Descriptor message) {
    text.append('\n');
    comment("", message.getFullName());
    text.append("message ").append(message.getName()).append(" {\n");
    OneofDescriptor open = null;
    for (FieldDescriptor field : message.getFields()) {
      OneofDescriptor oneof = field.getRealContainingOneof();
      if (oneof != open && open != null) {
        text.append("  }\n");
      }
      if (oneof != open && oneof != null) {
        comment("  ", oneof.getFullName());
        text.append("  oneof ").append(oneof.getName()).append(" {\n");
      }
      open = oneof;
      field(oneof == null ? "  " : "    ", field);
    }
    text.append(open == null ? "}\n" : "  }\n}\n");
  }

  private void field(String indent, FieldDescriptor field) {
    comment(indent, field.getFullName());
    text.append(indent);
    if (field.isMapField()) {
      text.append("map<")
          .append(type(field.getMessageType().findFieldByName("key")))
          .append(", ")
          .append(type(field.getMessageType().findFieldByName("value")))
          .append('>');
    } else {
      text.append(field.isRepeated() ? "repeated " : "");
      text.append(field.toProto().getProto3Optional() ? "optional " : "").append(type(field));
    }
    text.append(' ').append(field.getName()).append(" = ").append(field.getNumber());
    text.append(";\n");
  }

  private static String type(FieldDescriptor field) {
    return switch (field.getType()) {
      case ENUM -> field.getEnumType().getFullName();
      case MESSAGE -> field.getMessageType().getFullName();
      default -> field.getType().name().toLowerCase(Locale.ROOT);
    };
  }

  private void enumeration(EnumDescriptor type) {
    text.append('\n');
    comment("", type.getFullName());
    text.append("enum ").append(type.getName()).append(" {\n");
    for (EnumValueDescriptor value : type.getValues()) {
      comment("  ", type.getFullName() + '.' + value.getName());
      text.append("  ").append(value.getName()).append(" = ");
      text.append(value.getNumber()).append(";\n");
    }
    text.append("}\n");
  }

  private void comment(String indent, String fullName) {
    String comment = comments.of(fullName);
    if (!comment.isEmpty()) {
      text.append(indent).append("// ").append(comment).append('\n');
    }
  }
}
