package io.spillway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.spillway.cli.adapter.cli.CommandContext;
import io.spillway.cli.adapter.cli.Commands;
import io.spillway.cli.adapter.cli.Terminal;
import io.spillway.runtime.audit.AuditException;
import io.spillway.runtime.config.KafkaConfig;
import io.spillway.runtime.kafka.KafkaAuditLog;
import io.spillway.runtime.kafka.KafkaClients;
import io.spillway.schemas.audit.AuditEntry;
import io.spillway.schemas.topics.Topic;
import io.spillway.stack.PipelineHome;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** The audit log of a real pipeline, by its commands, behind what earlier classes left in it. */
@Order(6)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AuditIT {
  private static final String TOPIC = Topic.OPERATIONS_AUDIT.topicName();
  private static final int WRITERS = 4;
  private static final int ENTRIES = 60;

  @TempDir private static Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private Pipeline pipeline;
  private KafkaConfig kafka;

  @BeforeAll
  void start() throws Exception {
    pipeline = SharedPipeline.get();
    kafka = new KafkaConfig(pipeline.backends.kafka());
  }

  @Test
  @Order(1)
  void entriesOfManyWritersAreSound() throws Exception {
    long before = verified(0).get("entries").asLong();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        KafkaAuditLog shared = new KafkaAuditLog(kafka, "audit-it")) {
      List<CompletableFuture<Void>> all = new ArrayList<>();
      for (int w = 0; w < WRITERS; w++) {
        String name = "w" + w;
        all.add(
            CompletableFuture.runAsync(
                () -> {
                  try (KafkaAuditLog own = new KafkaAuditLog(kafka, "audit-it-" + name)) {
                    for (int i = 0; i < ENTRIES; i++) {
                      own.write(entry(name + "-" + i));
                      shared.write(entry(name + "-shared-" + i));
                    }
                  }
                },
                threads));
      }
      for (CompletableFuture<Void> one : all) {
        one.get(2, TimeUnit.MINUTES);
      }
    }
    JsonNode after = verified(0);
    assertThat(after.get("entries").asLong()).isEqualTo(before + 2L * WRITERS * ENTRIES);
    assertThat(after.get("violationCount").asLong()).isZero();
  }

  @Test
  @Order(2)
  void anEntryWhoseOutcomeIsUnknownBreaksNoChain() throws Exception {
    long before = verified(0).get("entries").asLong();
    AtomicInteger durable = new AtomicInteger();
    Thread writer = Thread.ofPlatform().start(() -> durable.set(writeInterrupted()));
    int interrupts = 0;
    // Of all lengths: while a client opens, reads the tail, waits for an answer, between entries.
    while (!writer.join(Duration.ofMillis(1 + 37L * (interrupts % 10)))) {
      writer.interrupt();
      interrupts++;
    }
    assertThat(interrupts).isGreaterThan(3);
    assertThat(durable.get()).isBetween(1, 4 * ENTRIES - 1);
    long after = verified(0).get("entries").asLong();
    assertThat(after - before).isBetween((long) durable.get(), 4L * ENTRIES);
  }

  /** Answers how many entries were acknowledged. */
  private int writeInterrupted() {
    int durable = 0;
    try (KafkaAuditLog log = new KafkaAuditLog(kafka, "audit-it")) {
      for (int i = 0; i < 4 * ENTRIES; i++) {
        try {
          log.write(entry("interrupted-" + i));
          durable++;
        } catch (AuditException e) {
          assertThat(Thread.interrupted()).isTrue();
        }
      }
      Thread.interrupted();
    }
    return durable;
  }

  @Test
  @Order(2)
  void anEntryThatCannotBeWrittenInTimeIsRefused() throws Exception {
    try (KafkaAuditLog hasty = new KafkaAuditLog(kafka, "audit-it", Duration.ofMillis(1))) {
      assertThatThrownBy(() -> hasty.write(entry("hasty")))
          .isInstanceOf(AuditException.class)
          .hasMessageContaining(TOPIC);
    }
    verified(0);
  }

  @Test
  @Order(3)
  void anAdjustmentOfStockIsRecordedWithItsFileAndTenant() throws Exception {
    Path file = directory.resolve("stock.ndjson");
    Files.writeString(
        file,
        "{\"sku\":\"AU-1\",\"delta\":3,\"reference\":\"audit-it\",\"tenant\":\"it-audit\"}\n");
    assertThat(run("stock", "--file", file.toString())).as(err.toString(UTF_8)).isZero();
    assertThat(run("audit", "list", "--action", "stock-adjust", "--tenant", "it-audit", "--json"))
        .isZero();
    List<JsonNode> entries = new ArrayList<>();
    for (String line : out.toString(UTF_8).lines().toList()) {
      entries.add(new JsonMapper().readTree(line));
    }
    assertThat(entries).extracting(e -> e.get("stage").asText()).containsExactly("begun", "done");
    assertThat(entries).allMatch(e -> e.get("tenant").asText().equals("it-audit"));
    assertThat(entries).allMatch(e -> e.get("target").asText().equals(file.toString()));
    assertThat(entries.getLast().get("details").get("outcome").asText()).isEqualTo("0 refused");
    assertThat(run("audit", "list", "--since", Instant.now().plusSeconds(60).toString())).isZero();
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  @Test
  @Order(4)
  void aRepairIsRecordedAndALookIsNot() throws Exception {
    assertThat(run("reconcile", "--tenant", "it-audit", "--json")).isZero();
    assertThat(run("reconcile", "--fix", "--tenant", "it-audit", "--json")).isZero();
    assertThat(run("audit", "list", "--action", "reconcile-fix", "--tenant", "it-audit")).isZero();
    assertThat(out.toString(UTF_8).lines()).hasSize(2);
    assertThat(out.toString(UTF_8)).contains("it-audit", "0 of 0 differences repaired");
  }

  @Test
  @Order(5)
  void whatIsRemovedFromTheFrontIsNotMissedButANotedHeadIs() throws Exception {
    JsonNode before = verified(0);
    String head = before.get("head").asText();
    assertThat(run("audit", "verify", "--expect", head)).isZero();
    ConsumerRecord<byte[], byte[]> oldest = records().getFirst();
    try (Admin admin = Admin.create(KafkaClients.common(kafka, "audit-it"))) {
      long cut = before.get("to").asLong() - 100;
      admin
          .deleteRecords(Map.of(new TopicPartition(TOPIC, 0), RecordsToDelete.beforeOffset(cut)))
          .all()
          .get();
      JsonNode after = verified(0);
      assertThat(after.get("from").asLong()).isEqualTo(cut);
      assertThat(after.get("head").asText()).isEqualTo(head);
      assertThat(after.get("notCompared").asLong()).isPositive();
    }
    assertThat(run("audit", "verify", "--expect", oldest.offset() + ":" + "0".repeat(64)))
        .isEqualTo(1);
    assertThat(out.toString(UTF_8)).contains("not the record that was noted", "removed");
  }

  @Test
  @Order(6)
  void whatAWriterDidNotWriteIsFound() throws Exception {
    ConsumerRecord<byte[], byte[]> newest = records().getLast();
    String forged = new String(newest.value(), UTF_8).replaceFirst("\"who\":\"", "$0not-");
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(KafkaClients.producer(kafka, "forger"))) {
      producer.send(new ProducerRecord<>(TOPIC, 0, newest.key(), forged.getBytes(UTF_8))).get();
    }
    assertThat(run("audit", "verify")).isEqualTo(1);
    assertThat(out.toString(UTF_8))
        .contains(
            (newest.offset() + 1) + "  the content does not have the hash that it states",
            "BROKEN");
  }

  private List<ConsumerRecord<byte[], byte[]>> records() {
    return new TopicProbe(kafka.bootstrap()).all(Topic.OPERATIONS_AUDIT);
  }

  private JsonNode verified(int code) throws Exception {
    assertThat(run("audit", "verify", "--json"))
        .as(err.toString(UTF_8) + out.toString(UTF_8))
        .isEqualTo(code);
    return new JsonMapper().readTree(out.toString(UTF_8));
  }

  private static AuditEntry entry(String id) {
    return new AuditEntry(
        id, "it", AuditEntry.Stage.DONE, "it", "it-audit", "nothing", Instant.now(), Map.of());
  }

  private int run(String... args) {
    out.reset();
    err.reset();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), false, false);
    return Commands.run(
        new CommandContext(
            new PipelineHome(Path.of(System.getProperty("spillway.root", "..")), directory),
            terminal,
            SharedPipeline.PROGRESS,
            pipeline.deployment),
        args);
  }
}
