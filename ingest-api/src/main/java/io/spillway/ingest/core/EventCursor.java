package io.spillway.ingest.core;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A place in the events: the next offset of each partition. Immutable.
 *
 * @param offsets by partition, none negative
 */
public record EventCursor(List<Long> offsets) {
  /** Before the text: another layout would begin with another. */
  private static final int LAYOUT = 1;

  private static final int MOST_BYTES_OF_A_NUMBER = 9;

  public EventCursor {
    offsets = List.copyOf(offsets);
  }

  /** The same place but for one partition. */
  public EventCursor with(int partition, long offset) {
    List<Long> changed = new ArrayList<>(offsets);
    changed.set(partition, offset);
    return new EventCursor(changed);
  }

  /** The opaque text that a caller sends back. */
  public String text() {
    byte[] bytes = new byte[1 + MOST_BYTES_OF_A_NUMBER * offsets.size()];
    bytes[0] = LAYOUT;
    int length = 1;
    for (long offset : offsets) {
      long left = offset;
      while (left > 0x7f) {
        bytes[length++] = (byte) (left | 0x80);
        left >>>= 7;
      }
      bytes[length++] = (byte) left;
    }
    return Base64.getUrlEncoder().withoutPadding().encodeToString(Arrays.copyOf(bytes, length));
  }

  /** The place that a text names among so many partitions, or null when it is none. */
  public static @Nullable EventCursor read(String text, int partitions) {
    byte[] bytes;
    try {
      bytes = Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
    if (bytes.length == 0 || bytes[0] != LAYOUT) {
      return null;
    }
    List<Long> offsets = new ArrayList<>();
    int at = 1;
    while (at < bytes.length && offsets.size() < partitions) {
      long number = 0;
      int length = 0;
      do {
        if (length == MOST_BYTES_OF_A_NUMBER || at == bytes.length) {
          return null;
        }
        number |= (long) (bytes[at] & 0x7f) << (7 * length++);
      } while ((bytes[at++] & 0x80) != 0);
      offsets.add(number);
    }
    return offsets.size() == partitions && at == bytes.length ? new EventCursor(offsets) : null;
  }
}
