package io.spillway.verify.core;

import static org.assertj.core.api.Assertions.assertThat;

import io.spillway.schemas.routing.RoutedId;
import io.spillway.schemas.routing.SlotMap;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdRangeTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 4, 12, 16, 4_096})
  void everyIdLiesInTheRangeOfItsPartitionAndInNoOther(int partitions) {
    List<IdRange> ranges = IdRange.of(partitions);
    assertThat(ranges).hasSize(partitions);
    for (int i = 0; i < 200; i++) {
      RoutedId id = RoutedId.ofOrder("t", "customer-" + i, "key");
      int partition = SlotMap.partition(id.slot(), partitions);
      for (IdRange range : ranges) {
        boolean own = range.partition() == partition;
        assertThat(holds(range, id.toBytes())).isEqualTo(own);
        String text = id.toString();
        boolean between =
            text.compareTo(range.lowestText()) >= 0 && text.compareTo(range.highestText()) <= 0;
        assertThat(between).isEqualTo(own);
      }
    }
  }

  private static boolean holds(IdRange range, byte[] id) {
    return Arrays.compareUnsigned(id, range.lowest()) >= 0
        && Arrays.compareUnsigned(id, range.highest()) <= 0;
  }
}
