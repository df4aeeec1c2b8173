package io.spillway.schemas.compatibility;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumDescriptorProto;
import com.google.protobuf.DescriptorProtos.EnumValueDescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.util.JsonFormat;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.options.v1.PersonalOuterClass;
import io.spillway.schemas.orders.v1.OrderEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The build's gate for schema changes. A compatible change is written to the baseline with {@code
 * mvn -pl schemas test -Dschemas.baseline=write}; a breaking one needs a new version of the topic.
 */
class SchemaCompatibilityTest {
  private static final Path BASELINE = Path.of("src", "test", "baseline", "schemas.json");
  private static final Pattern LEAF = Pattern.compile("\\{[^{}\\[\\]]*}");

  @Test
  void theSchemasBreakNoEarlierReader() throws IOException {
    FileDescriptorSet current = current();
    if (System.getProperty("schemas.baseline", "").equals("write")) {
      assertThat(BreakingChanges.between(baseline(), current)).isEmpty();
      Files.writeString(BASELINE, text(current));
    }

    assertThat(BreakingChanges.between(baseline(), current))
        .as(
            "breaking changes of the schemas; a new meaning needs a new field or a new topic"
                + " version")
        .isEmpty();
    assertThat(current)
        .as("the schemas grew: run mvn -pl schemas test -Dschemas.baseline=write and commit it")
        .isEqualTo(baseline());
  }

  @Test
  void noticesEachKindOfBreak() throws IOException {
    assertBreaks(m -> m.removeField(0), "field spillway.orders.v1.OrderLine.sku (1) is gone");
    assertBreaks(m -> m.getFieldBuilder(1).setNumber(9), "OrderLine.quantity (2) is gone");
    assertBreaks(m -> m.getFieldBuilder(1).setName("units"), "is now called units");
    assertBreaks(
        m ->
            m.getFieldBuilder(2)
                .setType(
                    com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Type.TYPE_STRING),
        "OrderLine.unit_amount changed its type");
    assertBreaks(
        m ->
            m.getFieldBuilder(0)
                .setLabel(
                    com.google.protobuf.DescriptorProtos.FieldDescriptorProto.Label.LABEL_REPEATED),
        "OrderLine.sku changed between one and many");
  }

  @Test
  void noticesWhatChangesInJsonAlone() throws IOException {
    assertBreaks(
        m -> m.getFieldBuilder(2).setJsonName("price"),
        "OrderLine.unit_amount is now price in JSON");
    FileDescriptorSet.Builder renamed = current().toBuilder();
    renamed.getFileBuilder(0).getEnumTypeBuilder(0).getValueBuilder(1).setName("PENDING");
    FileDescriptorSet.Builder aliased = current().toBuilder();
    EnumDescriptorProto.Builder statuses = aliased.getFileBuilder(0).getEnumTypeBuilder(0);
    EnumValueDescriptorProto.Builder alias = statuses.getValue(1).toBuilder().setName("PENDING");
    statuses.addValue(1, alias);

    for (FileDescriptorSet.Builder changed : List.of(renamed, aliased)) {
      assertThat(BreakingChanges.between(baseline(), changed.build()))
          .containsExactly(
              "value spillway.orders.v1.OrderStatus.RESERVING (1) is now PENDING in JSON");
    }
  }

  @Test
  void aJsonNameThatIsWrittenOutIsNoChange() throws IOException {
    FileDescriptorSet changed = changed(m -> m.getFieldBuilder(2).setJsonName("unitAmount"));

    assertThat(BreakingChanges.between(baseline(), changed)).isEmpty();
  }

  /** What protoc derives is what the gate derives. */
  @Test
  void knowsTheNamesThatJsonHas() {
    assertThat(
            OrderEvent.getDescriptor().getFile().getMessageTypes().stream()
                .flatMap(m -> m.getFields().stream()))
        .allSatisfy(
            field ->
                assertThat(
                        BreakingChanges.jsonName(
                            field.toProto().toBuilder().clearJsonName().build()))
                    .isEqualTo(field.getJsonName()));
  }

  @Test
  void letsAFieldGoOnceItsNumberAndNameAreReserved() throws IOException {
    FileDescriptorSet changed =
        changed(
            m -> {
              m.removeField(0);
              m.addReservedName("sku");
              m.addReservedRangeBuilder().setStart(1).setEnd(2);
            });

    assertThat(BreakingChanges.between(baseline(), changed)).isEmpty();
  }

  @Test
  void noticesAMissingEnumValueAndAMissingMessage() throws IOException {
    FileDescriptorSet.Builder changed = current().toBuilder();
    changed.getFileBuilder(0).getEnumTypeBuilder(0).removeValue(1);
    changed.getFileBuilder(0).removeMessageType(0);

    assertThat(BreakingChanges.between(baseline(), changed.build()))
        .contains(
            "message spillway.orders.v1.OrderLine is gone",
            "value spillway.orders.v1.OrderStatus.RESERVING (1) is gone");
  }

  private static void assertBreaks(Consumer<DescriptorProto.Builder> change, String expected)
      throws IOException {
    assertThat(BreakingChanges.between(baseline(), changed(change)))
        .anyMatch(fault -> fault.contains(expected));
  }

  private static FileDescriptorSet changed(Consumer<DescriptorProto.Builder> change) {
    FileDescriptorSet.Builder set = current().toBuilder();
    change.accept(set.getFileBuilder(0).getMessageTypeBuilder(0));
    return set.build();
  }

  private static FileDescriptorSet current() {
    return FileDescriptorSet.newBuilder()
        .addFile(unmarked(OrderEvent.getDescriptor()))
        .addFile(unmarked(InventoryCommand.getDescriptor()))
        .addFile(unmarked(RowChange.getDescriptor()))
        .addFile(PersonalOuterClass.getDescriptor().toProto())
        .build();
  }

  /** The file of a message. JSON has no options of our own; {@code PersonalFieldsTest} has them. */
  private static FileDescriptorProto unmarked(Descriptor message) {
    FileDescriptorProto.Builder file = message.getFile().toProto().toBuilder();
    for (DescriptorProto.Builder each : file.getMessageTypeBuilderList()) {
      for (FieldDescriptorProto.Builder field : each.getFieldBuilderList()) {
        if (field.getOptions().hasExtension(PersonalOuterClass.personal)) {
          field.clearOptions();
        }
      }
    }
    return file.build();
  }

  /** A line for each field, value and range, so that a change reads as the lines it adds. */
  private static String text(FileDescriptorSet schemas) throws IOException {
    return LEAF.matcher(JsonFormat.printer().print(schemas))
            .replaceAll(leaf -> leaf.group().replaceAll("\\s+", " "))
            .replace("}, { ", "},\n        { ")
        + "\n";
  }

  private static FileDescriptorSet baseline() throws IOException {
    FileDescriptorSet.Builder baseline = FileDescriptorSet.newBuilder();
    JsonFormat.parser().merge(Files.readString(BASELINE), baseline);
    return baseline.build();
  }
}
