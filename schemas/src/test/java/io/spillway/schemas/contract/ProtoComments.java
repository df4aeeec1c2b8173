package io.spillway.schemas.contract;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.DescriptorProtos.SourceCodeInfo.Location;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The leading comments of messages, fields, enums and their values, by full name. The generated
 * classes have none; the build writes a set of descriptors that has.
 */
final class ProtoComments {
  private static final Path DESCRIPTORS = Path.of("target", "descriptors.binpb");

  private final Map<String, String> comments = new HashMap<>();

  private ProtoComments() {}

  static ProtoComments ofTheBuild() {
    ProtoComments comments = new ProtoComments();
    try (InputStream in = Files.newInputStream(DESCRIPTORS)) {
      FileDescriptorSet.parseFrom(in).getFileList().forEach(comments::file);
    } catch (IOException e) {
      throw new IllegalStateException(DESCRIPTORS + " cannot be read; does Maven run this?", e);
    }
    return comments;
  }

  /** One line, or nothing when there is no comment. */
  String of(String fullName) {
    return comments.getOrDefault(fullName, "");
  }

  private void file(FileDescriptorProto file) {
    Map<List<Integer>, String> names = new HashMap<>();
    for (int i = 0; i < file.getMessageTypeCount(); i++) {
      List<Integer> path = List.of(FileDescriptorProto.MESSAGE_TYPE_FIELD_NUMBER, i);
      message(file.getPackage(), file.getMessageType(i), path, names);
    }
    for (int i = 0; i < file.getEnumTypeCount(); i++) {
      List<Integer> path = List.of(FileDescriptorProto.ENUM_TYPE_FIELD_NUMBER, i);
      enumeration(file.getPackage(), file.getEnumType(i), path, names);
    }
    for (Location location : file.getSourceCodeInfo().getLocationList()) {
      String name = names.get(location.getPathList());
      if (name != null && location.hasLeadingComments()) {
        comments.put(name, location.getLeadingComments().strip().replaceAll("\\s+", " "));
      }
    }
  }

  private static void message(
      String scope, DescriptorProto message, List<Integer> path, Map<List<Integer>, String> names) {
    String name = scope + '.' + message.getName();
    names.put(path, name);
    for (int i = 0; i < message.getFieldCount(); i++) {
      names.put(
          below(path, DescriptorProto.FIELD_FIELD_NUMBER, i),
          name + '.' + message.getField(i).getName());
    }
    for (int i = 0; i < message.getOneofDeclCount(); i++) {
      names.put(
          below(path, DescriptorProto.ONEOF_DECL_FIELD_NUMBER, i),
          name + '.' + message.getOneofDecl(i).getName());
    }
    for (int i = 0; i < message.getNestedTypeCount(); i++) {
      List<Integer> nested = below(path, DescriptorProto.NESTED_TYPE_FIELD_NUMBER, i);
      message(name, message.getNestedType(i), nested, names);
    }
    for (int i = 0; i < message.getEnumTypeCount(); i++) {
      List<Integer> nested = below(path, DescriptorProto.ENUM_TYPE_FIELD_NUMBER, i);
      enumeration(name, message.getEnumType(i), nested, names);
    }
  }

  private static void enumeration(
      String scope,
      EnumDescriptorProto type,
      List<Integer> path,
      Map<List<Integer>, String> names) {
    String name = scope + '.' + type.getName();
    names.put(path, name);
    for (int i = 0; i < type.getValueCount(); i++) {
      names.put(
          below(path, EnumDescriptorProto.VALUE_FIELD_NUMBER, i),
          name + '.' + type.getValue(i).getName());
    }
  }

  private static List<Integer> below(List<Integer> path, int field, int index) {
    List<Integer> longer = new ArrayList<>(path);
    longer.add(field);
    longer.add(index);
    return longer;
  }
}
