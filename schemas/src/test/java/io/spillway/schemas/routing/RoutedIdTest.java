package io.spillway.schemas.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RoutedIdTest {
  @Test
  void theSameKeyIsTheSameOrderForEver() {
    RoutedId id = RoutedId.ofOrder("default", "17850", "536365");

    assertThat(id).isEqualTo(RoutedId.ofOrder("default", "17850", "536365"));
    assertThat(id).hasToString("985e41e8-8b9e-8034-a5f4-f0d945b634f7");
  }

  @Test
  void carriesItsSlotThroughTextAndBytes() {
    for (int i = 0; i < 1_000; i++) {
      RoutedId id = RoutedId.ofOrder("t", "customer-" + i, "key-" + i);

      assertThat(id.slot()).isEqualTo(SlotMap.orderSlot("t", "customer-" + i));
      assertThat(id.uuid().version()).isEqualTo(8);
      assertThat(id.uuid().variant()).isEqualTo(2);
      assertThat(RoutedId.parse(id.toString())).isEqualTo(id);
      assertThat(RoutedId.ofBytes(id.toBytes())).isEqualTo(id);
    }
  }

  @Test
  void otherKeysAreOtherIds() {
    Set<RoutedId> ids = new HashSet<>();
    for (int i = 0; i < 10_000; i++) {
      ids.add(RoutedId.ofOrder("t", "c", "key-" + i));
    }
    ids.add(RoutedId.ofAdjustment("t", "c", "key-1"));
    ids.add(RoutedId.ofAdjustment("t", "ck", "ey-1"));
    assertThat(ids).hasSize(10_002);
  }

  @Test
  void refusesWhatIsNoIdOfOurs() {
    assertThatThrownBy(() -> RoutedId.parse("nonsense"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RoutedId.parse("3a5b2-ce7067b-84b3-ae24-84db46f1a961"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("8-4-4-4-12");
    assertThatThrownBy(() -> new RoutedId(UUID.randomUUID())).hasMessageContaining("version 8");
    assertThatThrownBy(() -> RoutedId.ofBytes(new byte[3])).hasMessageContaining("16 bytes");
  }
}
