package io.spillway.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A topic: each partition keeps what was appended, in order, for ever. */
final class Log<T> {
  private final List<List<T>> partitions = new ArrayList<>();

  Log(int partitions) {
    for (int i = 0; i < partitions; i++) {
      this.partitions.add(new ArrayList<>());
    }
  }

  void append(int partition, T record) {
    partitions.get(partition).add(record);
  }

  List<T> partition(int partition) {
    return partitions.get(partition);
  }

  int end(int partition) {
    return partitions.get(partition).size();
  }

  Stream<T> all() {
    return partitions.stream().flatMap(List::stream);
  }
}
