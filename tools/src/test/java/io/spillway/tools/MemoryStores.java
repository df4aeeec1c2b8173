package io.spillway.tools;

import io.spillway.tools.core.check.Facts;
import io.spillway.tools.core.check.IdRange;
import io.spillway.tools.core.check.Scope;
import io.spillway.tools.port.OrderLog;
import io.spillway.tools.port.OrderShards;
import io.spillway.tools.port.SearchDocuments;
import io.spillway.tools.port.ServiceCounters;
import io.spillway.tools.port.Stillness;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** All stores of a pipeline in memory, to be filled and damaged; one shard, any partitions. */
final class MemoryStores implements OrderLog, OrderShards, Stillness, ServiceCounters {
  /** A line's or a movement's document. */
  record Part<T>(String id, T sums) {}

  final List<Facts.Submission> submissions = new ArrayList<>();
  final List<UUID> rejects = new ArrayList<>();
  final List<Facts.Event> events = new ArrayList<>();
  final List<Facts.DeadLetter> deadLetters = new ArrayList<>();
  final Map<UUID, Facts.Row> rows = new TreeMap<>();
  final List<Facts.Movement> movements = new ArrayList<>();
  final Map<String, Facts.Stock> stock = new TreeMap<>();
  final Map<String, Facts.StockSums> stockSums = new TreeMap<>();
  final Map<String, Facts.Document> orderDocuments = new TreeMap<>();
  final List<Part<Facts.LineSums>> lineDocuments = new ArrayList<>();
  final List<Part<Facts.MovementSums>> movementDocuments = new ArrayList<>();
  final Map<String, Facts.Document> stockDocuments = new TreeMap<>();
  final List<Facts.Balance> balances = new ArrayList<>();
  List<String> behind = List.of();

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
      IdRange range, Scope scope, long fromMillis, Consumer<Facts.Submission> sink) {
    submissions.stream().filter(one -> in(range, one.id().toString())).forEach(sink);
  }

  @Override
  public void rejects(IdRange range, Consumer<UUID> sink) {
    rejects.stream().filter(id -> in(range, id.toString())).forEach(sink);
  }

  @Override
  public void events(IdRange range, Scope scope, long fromMillis, Consumer<Facts.Event> sink) {
    events.stream().filter(one -> in(range, one.id().toString())).forEach(sink);
  }

  @Override
  public List<Facts.DeadLetter> deadLetters() {
    return deadLetters;
  }

  @Override
  public void orders(IdRange range, Scope scope, Consumer<Facts.Row> sink) {
    rows.values().stream().filter(row -> in(range, row.id().toString())).forEach(sink);
  }

  @Override
  public void movements(IdRange range, Scope scope, Consumer<Facts.Movement> sink) {
    movements.stream().filter(one -> in(range, one.ref().toString())).forEach(sink);
  }

  @Override
  public void stock(Scope scope, BiConsumer<String, Facts.Stock> sink) {
    stock.forEach(sink);
  }

  @Override
  public void stockSums(Scope scope, BiConsumer<String, Facts.StockSums> sink) {
    stockSums.forEach(sink);
  }

  @Override
  public Map<String, Long> ends() {
    meanwhile.run();
    return Map.of("orders.events.v1-0", end);
  }

  @Override
  public List<String> behind() {
    return behind;
  }

  @Override
  public List<Facts.Balance> balances() {
    return balances;
  }

  /** What Elasticsearch holds: its methods are named as the shards' are. */
  SearchDocuments search() {
    return new SearchDocuments() {
      @Override
      public void refresh() {}

      @Override
      public void orders(IdRange range, Scope scope, BiConsumer<String, Facts.Document> sink) {
        orderDocuments.forEach(
            (id, document) -> {
              if (in(range, id)) {
                sink.accept(id, document);
              }
            });
      }

      @Override
      public Facts.LineSums lineSums(IdRange range, Scope scope) {
        return lineDocuments.stream()
            .filter(part -> in(range, part.id()))
            .map(Part::sums)
            .reduce(Facts.LineSums.NONE, Facts.LineSums::plus);
      }

      @Override
      public void lines(IdRange range, Scope scope, BiConsumer<String, Facts.LineSums> sink) {
        lineDocuments.stream()
            .filter(part -> in(range, part.id()))
            .forEach(part -> sink.accept(part.id(), part.sums()));
      }

      @Override
      public Facts.MovementSums movementSums(IdRange range, Scope scope) {
        return movementDocuments.stream()
            .filter(part -> in(range, part.id()))
            .map(Part::sums)
            .reduce(Facts.MovementSums.NONE, Facts.MovementSums::plus);
      }

      @Override
      public void movements(
          IdRange range, Scope scope, BiConsumer<String, Facts.MovementSums> sink) {
        movementDocuments.stream()
            .filter(part -> in(range, part.id()))
            .forEach(part -> sink.accept(part.id(), part.sums()));
      }

      @Override
      public void stock(Scope scope, BiConsumer<String, Facts.Document> sink) {
        stockDocuments.forEach(sink);
      }
    };
  }

  private static boolean in(IdRange range, String id) {
    return id.compareTo(range.lowestText()) >= 0 && id.compareTo(range.highestText()) <= 0;
  }
}
