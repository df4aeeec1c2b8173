package io.spillway.schemas.privacy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import io.spillway.schemas.cdc.v1.RowChange;
import io.spillway.schemas.inventory.v1.InventoryCommand;
import io.spillway.schemas.options.v1.Personal;
import io.spillway.schemas.options.v1.PersonalOuterClass;
import io.spillway.schemas.orders.v1.OrderEvent;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The contract says which fields tell of a person; a mark that goes is a change of meaning. */
class PersonalFieldsTest {
  @Test
  void marksWhatStandsForAPersonAndWhatMayNameOne() {
    Map<String, Personal> marked = new TreeMap<>();
    Stream.of(
            OrderEvent.getDescriptor(), InventoryCommand.getDescriptor(), RowChange.getDescriptor())
        .flatMap(message -> message.getFile().getMessageTypes().stream())
        .forEach(message -> marks(message, marked));

    assertThat(marked)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "spillway.orders.v1.Order.customer_id", Personal.PSEUDONYM,
                "spillway.orders.v1.Order.attributes", Personal.PERSONAL_BY_NAME,
                "spillway.cdc.v1.OrderRow.customer_id", Personal.PSEUDONYM,
                "spillway.cdc.v1.OrderRow.attributes_json", Personal.PERSONAL_BY_NAME));
  }

  private static void marks(Descriptor message, Map<String, Personal> marked) {
    for (FieldDescriptor field : message.getFields()) {
      if (field.getOptions().hasExtension(PersonalOuterClass.personal)) {
        marked.put(
            field.getFullName(), field.getOptions().getExtension(PersonalOuterClass.personal));
      }
    }
  }
}
