package io.spillway.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.spillway.ingest.ProductAnswer.Level;
import io.spillway.ingest.adapter.caffeine.CaffeineProducts;
import io.spillway.ingest.adapter.memory.MemoryProductRows;
import io.spillway.ingest.core.CachedProduct;
import io.spillway.ingest.core.FreshnessPolicy;
import io.spillway.ingest.core.Precondition;
import io.spillway.ingest.core.Product;
import io.spillway.ingest.core.ProductChange;
import io.spillway.ingest.core.ProductKey;
import io.spillway.ingest.core.TestProducts;
import io.spillway.ingest.port.ProductCache;
import io.spillway.ingest.port.ReadException;
import io.spillway.ingest.port.WriteException;
import io.spillway.runtime.testing.HandClock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProductFlowTest {
  private static final ProductKey MUG = TestProducts.MUG;
  private static final Product FIRST = TestProducts.product(MUG, 1);
  private static final Product SECOND = TestProducts.product(MUG, 2);
  private static final FreshnessPolicy RULE =
      new FreshnessPolicy(
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofHours(1),
          Duration.ofSeconds(1));

  private final HandClock clock = new HandClock(TestProducts.AT);
  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final MemoryProductRows rows = new MemoryProductRows();
  private final ProductCache redis = cache();
  private final Queue<Runnable> refreshes = new ArrayDeque<>();
  private final ProductFlow flow = instance();

  @Test
  void memoryAnswersAfterRedisAndTheTablesDid() throws Exception {
    rows.put(FIRST);

    assertAnswer(flow, Level.MYSQL, 1);
    assertAnswer(flow, Level.MEMORY, 1);
    ProductFlow other = instance();
    assertAnswer(other, Level.REDIS, 1);
    assertAnswer(other, Level.MEMORY, 1);

    assertThat(rows.finds()).isEqualTo(1);
    assertBalance();
  }

  @Test
  void allWhoMissAtOneTimeShareOneLoad() throws Exception {
    rows.put(FIRST);
    rows.hold();
    List<CompletableFuture<ProductAnswer>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      answers.add(findLater());
    }
    await().until(() -> rows.finds() + count("joined") == 100);
    assertThat(answers).noneMatch(CompletableFuture::isDone);

    rows.letGo();

    for (CompletableFuture<ProductAnswer> answer : answers) {
      assertThat(answer.get(5, TimeUnit.SECONDS).entry().product()).isEqualTo(FIRST);
    }
    assertThat(rows.finds()).isEqualTo(1);
    assertThat(count("joined")).isEqualTo(99);
    assertBalance();
  }

  @Test
  void thatThereIsNoneIsRememberedInMemoryAlone() throws Exception {
    assertThat(find(flow).entry().product()).isNull();
    assertThat(find(flow).level()).isEqualTo(Level.MEMORY);
    assertThat(redis.get(MUG)).isEmpty();
    assertThat(rows.finds()).isEqualTo(1);

    rows.put(FIRST);
    flow.changed(List.of(cached(FIRST)));

    assertAnswer(flow, Level.MEMORY, 1);
    assertThat(rows.finds()).isEqualTo(1);
  }

  @Test
  void anAgeingProductIsAnsweredAtOnceAndConfirmedBeside() throws Exception {
    rows.put(FIRST);
    find(flow);
    clock.pass(Duration.ofSeconds(30));
    rows.put(SECOND);

    assertAnswer(flow, Level.MEMORY, 1);
    assertAnswer(flow, Level.MEMORY, 1);
    refresh();
    assertThat(rows.finds()).isEqualTo(2);

    assertAnswer(flow, Level.MEMORY, 2);
    assertThat(find(flow).age()).isEqualTo(Duration.ZERO);
  }

  @Test
  void anOldProductIsAwaited() throws Exception {
    rows.put(FIRST);
    find(flow);
    clock.pass(Duration.ofSeconds(60));
    rows.put(SECOND);

    assertAnswer(flow, Level.MYSQL, 2);
  }

  @Test
  void whatAnotherInstanceConfirmedIsNotAskedOfTheTables() throws Exception {
    ProductFlow other = instance();
    rows.put(FIRST);
    find(flow);
    clock.pass(Duration.ofSeconds(60));
    find(other);
    assertThat(rows.finds()).isEqualTo(2);

    assertAnswer(flow, Level.REDIS, 1);

    assertThat(rows.finds()).isEqualTo(2);
  }

  @Test
  void withTheShardDownAnOldProductIsAnsweredAsStaleAndNobodyWaits() throws Exception {
    rows.put(FIRST);
    find(flow);
    rows.setDown(WriteException.Kind.UNAVAILABLE);
    clock.pass(Duration.ofSeconds(75));

    ProductAnswer stale = find(flow);
    assertThat(stale.stale()).isTrue();
    assertThat(stale.entry().product()).isEqualTo(FIRST);
    assertThat(stale.age()).isEqualTo(Duration.ofSeconds(75));
    assertThat(stale.secondsLeft()).isEqualTo(-15);

    // Still nobody waits; the shard is asked once for each pause.
    int before = rows.finds();
    for (int i = 0; i < 50; i++) {
      assertThat(find(flow).stale()).isTrue();
    }
    assertThat(rows.finds()).isEqualTo(before);
    clock.pass(Duration.ofSeconds(1));
    for (int i = 0; i < 50; i++) {
      assertThat(find(flow).stale()).isTrue();
    }
    refresh();
    assertThat(rows.finds()).isEqualTo(before + 1);
    assertThat(count("answered", "stale")).isEqualTo(101);

    rows.setDown(null);
    clock.pass(Duration.ofSeconds(1));
    find(flow);
    refresh();
    assertThat(find(flow).stale()).isFalse();
    assertBalance();
  }

  @Test
  void aHotProductNeverWaitsForAShardThatWentDown() throws Exception {
    rows.put(FIRST);
    find(flow);
    rows.setDown(WriteException.Kind.UNAVAILABLE);
    for (int second = 0; second < 120; second++) {
      clock.pass(Duration.ofSeconds(1));
      assertThat(find(flow).stale()).as("at second " + second).isEqualTo(second >= 59);
      // The shard hangs first, and fails then.
      if (second >= 40) {
        refresh();
      }
    }
    assertThat(count("loads.failed")).isGreaterThan(60);
  }

  @Test
  void anInstanceThatNeverSawAProductAnswersWhatRedisHoldsOfIt() throws Exception {
    rows.put(FIRST);
    find(flow);
    rows.setDown(WriteException.Kind.UNAVAILABLE);
    clock.pass(Duration.ofSeconds(90));

    ProductAnswer answer = find(instance());

    assertThat(answer.stale()).isTrue();
    assertThat(answer.entry().product()).isEqualTo(FIRST);
  }

  @Test
  void whatNobodyKnowsCannotBeAnswered() {
    rows.setDown(WriteException.Kind.UNAVAILABLE);

    assertThatThrownBy(() -> find(flow)).hasCauseInstanceOf(ReadException.class);
    assertThatThrownBy(() -> find(flow)).hasCauseInstanceOf(ReadException.class);

    assertThat(count("unanswered")).isEqualTo(2);
    assertThat(rows.finds()).isEqualTo(2);
    assertBalance();
  }

  @Test
  void whatIsTooOldIsOfNoUse() throws Exception {
    rows.put(FIRST);
    find(flow);
    rows.setDown(WriteException.Kind.UNAVAILABLE);
    clock.pass(Duration.ofHours(1));

    assertThatThrownBy(() -> find(flow)).hasCauseInstanceOf(ReadException.class);
  }

  @Test
  void aChangeTakesThePlaceOfWhatIsHeldEverywhere() throws Exception {
    ProductFlow other = instance();
    rows.put(FIRST);
    find(flow);
    find(other);
    rows.put(SECOND);

    flow.changed(List.of(cached(SECOND)));
    other.changed(List.of(cached(SECOND)));
    other.changed(List.of(cached(FIRST)));

    assertAnswer(flow, Level.MEMORY, 2);
    assertAnswer(other, Level.MEMORY, 2);
    assertAnswer(instance(), Level.REDIS, 2);
    assertThat(rows.finds()).isEqualTo(1);
  }

  @Test
  void aChangeOfWhatNobodyAskedForIsNotHeld() throws Exception {
    flow.changed(List.of(cached(FIRST)));

    assertThat(redis.get(MUG)).isEmpty();
    rows.put(FIRST);
    assertAnswer(flow, Level.MYSQL, 1);
  }

  @Test
  void aChangeDuringALoadIsNotLostToWhatTheLoadRead() throws Exception {
    rows.put(FIRST);
    rows.hold();
    CompletableFuture<ProductAnswer> early = findLater();
    await().until(() -> rows.finds() == 1);
    rows.put(SECOND);

    flow.changed(List.of(cached(SECOND)));
    rows.letGo();

    // It asked before the change, and hears what was then.
    assertThat(early.get(5, TimeUnit.SECONDS).entry().product()).isEqualTo(FIRST);
    assertAnswer(flow, Level.MEMORY, 2);
    assertThat(redis.get(MUG)).map(CachedProduct::version).contains(2L);
  }

  @Test
  void afterAGapWhatIsHeldIsConfirmedAndOnFailureStillAnswered() throws Exception {
    rows.put(FIRST);
    find(flow);
    clock.pass(Duration.ofSeconds(1));
    flow.gap();
    rows.setDown(WriteException.Kind.UNAVAILABLE);
    assertThat(find(flow).stale()).isTrue();

    rows.setDown(null);
    rows.put(SECOND);
    clock.pass(Duration.ofSeconds(1));
    find(flow);
    refresh();

    assertAnswer(flow, Level.MEMORY, 2);
  }

  @Test
  void aDeletedRowIsForgotten() throws Exception {
    rows.put(SECOND);
    find(flow);
    flow.forget(MUG);
    rows.put(FIRST);

    assertAnswer(flow, Level.MYSQL, 1);
  }

  @Test
  void aLoadThatBeganBeforeADeletionIsNotRemembered() throws Exception {
    rows.put(SECOND);
    rows.hold();
    CompletableFuture<ProductAnswer> early = findLater();
    await().until(() -> rows.finds() == 1);
    flow.forget(MUG);
    rows.letGo();

    assertThat(early.get(5, TimeUnit.SECONDS).entry().product()).isEqualTo(SECOND);
    assertThat(redis.get(MUG)).isEmpty();
    assertAnswer(flow, Level.MYSQL, 2);
  }

  @Test
  void whatWasPutIsReadAtOnce() throws Exception {
    assertThat(find(flow).entry().product()).isNull();
    ProductChange created = put("Mug");
    assertThat(created).isInstanceOf(ProductChange.Created.class);
    assertAnswer(flow, Level.MEMORY, 1);
    assertAnswer(instance(), Level.REDIS, 1);

    put("Becher");
    assertAnswer(flow, Level.MEMORY, 2);
    assertThat(put("Becher")).isInstanceOf(ProductChange.Unchanged.class);
    assertThat(count("puts", "created")).isEqualTo(1);
    assertThat(count("puts", "replaced")).isEqualTo(1);
    assertThat(count("puts", "unchanged")).isEqualTo(1);
  }

  @Test
  void aPutThatFailsChangesNothingHere() throws Exception {
    rows.put(FIRST);
    find(flow);
    rows.setDown(WriteException.Kind.OUTCOME_UNKNOWN);

    assertThatThrownBy(() -> put("Becher")).isInstanceOf(WriteException.class);

    assertAnswer(flow, Level.MEMORY, 1);
    assertThat(count("puts", "unknown")).isEqualTo(1);
  }

  private ProductFlow instance() {
    return new ProductFlow(
        rows, cache(), redis, RULE, clock, new ProductMetrics(meters), refreshes::add);
  }

  private static ProductCache cache() {
    return new CaffeineProducts(1 << 20, Duration.ofHours(2), new SimpleMeterRegistry());
  }

  private CachedProduct cached(Product product) {
    return CachedProduct.of(product.key(), product, clock.instant());
  }

  private ProductChange put(String name) throws Exception {
    return flow.put(MUG, TestProducts.content(name, ""), Precondition.NONE);
  }

  private static void assertAnswer(ProductFlow flow, Level level, long version) throws Exception {
    ProductAnswer answer = find(flow);
    assertThat(answer.entry().version()).isEqualTo(version);
    assertThat(answer.level()).isEqualTo(level);
    assertThat(answer.stale()).isFalse();
  }

  private void assertBalance() {
    double answered =
        meters.get("spillway.ingest.products.answered").counters().stream()
            .mapToDouble(counter -> counter.count())
            .sum();
    assertThat(answered + count("unanswered")).isEqualTo(count("reads"));
  }

  private double count(String name) {
    return meters.get("spillway.ingest.products." + name).counter().count();
  }

  private double count(String name, String tag) {
    return Optional.ofNullable(
            meters
                .find("spillway.ingest.products." + name)
                .tag(name.equals("puts") ? "outcome" : "from", tag)
                .counter())
        .map(counter -> counter.count())
        .orElse(0.0);
  }

  private CompletableFuture<ProductAnswer> findLater() {
    return CompletableFuture.supplyAsync(() -> flow.find(MUG), Thread::startVirtualThread);
  }

  private void refresh() {
    while (!refreshes.isEmpty()) {
      refreshes.remove().run();
    }
  }

  private static ProductAnswer find(ProductFlow flow) throws Exception {
    return flow.find(MUG);
  }
}
