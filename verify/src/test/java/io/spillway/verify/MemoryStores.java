package io.spillway.verify;

import io.spillway.schemas.documents.IndexedMovements;
import io.spillway.schemas.tables.MovementKind;
import io.spillway.verify.core.IdRange;
import io.spillway.verify.core.Scope;
import io.spillway.verify.core.StoreFacts;
import io.spillway.verify.port.OrderLog;
import io.spillway.verify.port.OrderShards;
import io.spillway.verify.port.PipelineIdle;
import io.spillway.verify.port.RowReads;
import io.spillway.verify.port.SearchDocuments;
import io.spillway.verify.port.ServiceCounters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** All stores of a pipeline in memory, to be filled and damaged; one shard, any partitions. */
final class MemoryStores implements OrderLog, OrderShards, PipelineIdle, ServiceCounters {
  /** A line's or a movement's document. */
  record Part<T>(String id, T sums) {}

  final List<StoreFacts.Submission> submissions = new ArrayList<>();
  final List<UUID> rejects = new ArrayList<>();
  final List<StoreFacts.Event> events = new ArrayList<>();
  final List<StoreFacts.DeadLetter> deadLetters = new ArrayList<>();
  final Map<UUID, StoreFacts.Row> rows = new TreeMap<>();
  final List<StoreFacts.Movement> movements = new ArrayList<>();
  final Map<String, StoreFacts.Stock> stock = new TreeMap<>();
  final Map<String, StoreFacts.StockSums> stockSums = new TreeMap<>();
  final Map<String, StoreFacts.Document> orderDocuments = new TreeMap<>();
  final List<Part<StoreFacts.LineSums>> lineDocuments = new ArrayList<>();
  final List<Part<StoreFacts.MovementSums>> movementDocuments = new ArrayList<>();
  final Map<String, StoreFacts.Document> stockDocuments = new TreeMap<>();
  final List<StoreFacts.Balance> balances = new ArrayList<>();
  final Map<String, Map<String, String>> orderFields = new TreeMap<>();
  final Map<String, Map<String, String>> stockFields = new TreeMap<>();
  List<String> behind = List.of();
  IndexedMovements indexedMovements = IndexedMovements.RELEASES_AND_ADJUSTMENTS;

  /** Runs at each look at the ends, as if something happened. */
  Runnable meanwhile = () -> {};

  private long end;

  void arrive() {
    end++;
  }

  @Override
  public int orderPartitions() {
    return 4;
  }

  @Override
  public long wholeFrom(IdRange range) {
    return Long.MIN_VALUE;
  }

  @Override
  public void submissions(
      IdRange range, Scope scope, long fromMillis, Consumer<StoreFacts.Submission> sink) {
    submissions.stream().filter(one -> in(range, one.id().toString())).forEach(sink);
  }

  @Override
  public void rejects(IdRange range, Consumer<UUID> sink) {
    rejects.stream().filter(id -> in(range, id.toString())).forEach(sink);
  }

  @Override
  public void events(IdRange range, Scope scope, long fromMillis, Consumer<StoreFacts.Event> sink) {
    events.stream().filter(one -> in(range, one.id().toString())).forEach(sink);
  }

  @Override
  public List<StoreFacts.DeadLetter> deadLetters() {
    return deadLetters;
  }

  @Override
  public void orders(IdRange range, Scope scope, Consumer<StoreFacts.Row> sink) {
    rows.values().stream().filter(row -> in(range, row.id().toString())).forEach(sink);
  }

  @Override
  public void movements(IdRange range, Scope scope, Consumer<StoreFacts.Movement> sink) {
    movements.stream().filter(one -> in(range, one.ref().toString())).forEach(sink);
  }

  @Override
  public void stock(Scope scope, BiConsumer<String, StoreFacts.Stock> sink) {
    stock.forEach(sink);
  }

  @Override
  public void stockSums(Scope scope, BiConsumer<String, StoreFacts.StockSums> sink) {
    stockSums.forEach(sink);
  }

  @Override
  public Map<String, Long> ends() {
    meanwhile.run();
    return Map.of("orders.events.v1-0", end);
  }

  @Override
  public Map<String, Long> left() {
    return Map.of();
  }

  @Override
  public List<String> lagging() {
    return behind;
  }

  @Override
  public List<StoreFacts.Balance> balances() {
    return balances;
  }

  /** Rows by their fields, and what an API that shifts their times by {@code shift} answers. */
  RowReads fields(Duration shift) {
    return new RowReads() {
      @Override
      public Map<String, Map<String, String>> orders(Collection<String> ids) {
        return shifted(orderFields, ids);
      }

      @Override
      public Map<String, Map<String, String>> stock(Collection<String> keys) {
        return shifted(stockFields, keys);
      }

      private Map<String, Map<String, String>> shifted(
          Map<String, Map<String, String>> all, Collection<String> keys) {
        Map<String, Map<String, String>> found = new TreeMap<>(all);
        found.keySet().retainAll(keys);
        found.replaceAll(
            (key, fields) -> {
              Map<String, String> answer = new TreeMap<>(fields);
              answer.computeIfPresent(
                  "updatedAt", (name, at) -> Instant.parse(at).plus(shift).toString());
              return answer;
            });
        return found;
      }
    };
  }

  /** What Elasticsearch holds: its methods are named as the shards' are. */
  SearchDocuments search() {
    return new SearchDocuments() {
      @Override
      public void refresh() {}

      @Override
      public void orders(IdRange range, Scope scope, BiConsumer<String, StoreFacts.Document> sink) {
        orderDocuments.forEach(
            (id, document) -> {
              if (in(range, id)) {
                sink.accept(id, document);
              }
            });
      }

      @Override
      public StoreFacts.LineSums lineSums(IdRange range, Scope scope) {
        return lineDocuments.stream()
            .filter(part -> in(range, part.id()))
            .map(Part::sums)
            .reduce(StoreFacts.LineSums.NONE, StoreFacts.LineSums::plus);
      }

      @Override
      public void lines(IdRange range, Scope scope, BiConsumer<String, StoreFacts.LineSums> sink) {
        lineDocuments.stream()
            .filter(part -> in(range, part.id()))
            .forEach(part -> sink.accept(part.id(), part.sums()));
      }

      @Override
      public IndexedMovements indexedMovements() {
        return indexedMovements;
      }

      @Override
      public StoreFacts.MovementSums movementSums(
          IdRange range, Scope scope, IndexedMovements which) {
        return movementDocuments.stream()
            .filter(part -> in(range, part.id()) && indexes(which, part))
            .map(Part::sums)
            .reduce(StoreFacts.MovementSums.NONE, StoreFacts.MovementSums::plus);
      }

      @Override
      public void movements(
          IdRange range,
          Scope scope,
          IndexedMovements which,
          BiConsumer<String, StoreFacts.MovementSums> sink) {
        movementDocuments.stream()
            .filter(part -> in(range, part.id()) && indexes(which, part))
            .forEach(part -> sink.accept(part.id(), part.sums()));
      }

      @Override
      public void stock(Scope scope, BiConsumer<String, StoreFacts.Document> sink) {
        stockDocuments.forEach(sink);
      }
    };
  }

  private static boolean indexes(IndexedMovements which, Part<StoreFacts.MovementSums> part) {
    return which.include(MovementKind.of((int) part.sums().kinds()));
  }

  private static boolean in(IdRange range, String id) {
    return id.compareTo(range.lowestText()) >= 0 && id.compareTo(range.highestText()) <= 0;
  }
}
