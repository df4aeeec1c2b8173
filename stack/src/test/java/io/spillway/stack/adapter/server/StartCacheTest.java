package io.spillway.stack.adapter.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With a real JVM and a jar that says hello. */
class StartCacheTest {
  private static final String JAVA =
      Path.of(System.getProperty("java.home"), "bin", "java").toString();

  @TempDir private Path directory;
  private Path jar;

  @BeforeEach
  void jarThatSaysHello() throws IOException {
    jar = directory.resolve("hello.jar");
    Manifest manifest = new Manifest();
    manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, Hello.class.getName());
    String entry = Hello.class.getName().replace('.', '/') + ".class";
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar), manifest);
        var type = Hello.class.getResourceAsStream("/" + entry)) {
      out.putNextEntry(new JarEntry(entry));
      assertThat(type).isNotNull();
      type.transferTo(out);
    }
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().minusSeconds(60)));
  }

  @Test
  void theFirstRunRecordsAndLaterRunsStartFromTheCache() throws Exception {
    StartCache cache = new StartCache(jar, List.of(JAVA));
    assertThat(cache.isRecorded()).isFalse();
    assertThat(run(cache.options())).endsWith("hello from a jar");
    assertThat(cache.isRecorded()).isTrue();
    assertThat(cache.options()).as("one recording is enough").isEmpty();

    cache.make(List.of("-jar", jar.toString()));

    assertThat(cache.isRecorded()).isFalse();
    assertThat(cache.options()).anyMatch(option -> option.startsWith("-XX:AOTCache="));
    List<String> mustUse = new ArrayList<>(cache.options());
    mustUse.add("-XX:AOTMode=on");
    assertThat(run(mustUse)).as("the JVM takes the cache").endsWith("hello from a shared archive");
  }

  @Test
  void aNewerJarIsRecordedAgain() throws Exception {
    StartCache cache = new StartCache(jar, List.of(JAVA));
    run(cache.options());
    cache.make(List.of("-jar", jar.toString()));
    Files.setLastModifiedTime(jar, FileTime.from(Instant.now().plusSeconds(60)));
    assertThat(cache.options()).contains("-XX:AOTMode=record");
  }

  @Test
  void otherOptionsAreRecordedAgainAndTheirCacheIsTheOnlyOneThen() throws Exception {
    StartCache before = new StartCache(jar, List.of(JAVA));
    run(before.options());
    before.make(List.of("-jar", jar.toString()));

    StartCache cache = new StartCache(jar, List.of(JAVA, "-XX:+UseSerialGC"));
    assertThat(cache.options()).contains("-XX:AOTMode=record");
    run(cache.options());
    cache.make(List.of("-jar", jar.toString()));

    assertThat(cache.isMade()).isTrue();
    assertThat(before.isMade()).isFalse();
  }

  @Test
  void runsWithTheFirstCompilerOnlyHaveACacheBesideTheOther() throws Exception {
    StartCache both = new StartCache(jar, List.of(JAVA));
    StartCache first = new StartCache(jar, List.of(JAVA, "-XX:TieredStopAtLevel=1"));
    for (StartCache cache : List.of(both, first)) {
      run(cache.options());
      cache.make(List.of("-jar", jar.toString()));
    }
    assertThat(both.isMade()).isTrue();
    assertThat(first.isMade()).isTrue();
    assertThat(both.options()).isNotEqualTo(first.options());
  }

  @Test
  void aRecordingThatCannotBeReadMakesNoCache() throws Exception {
    StartCache cache = new StartCache(jar, List.of(JAVA));
    run(cache.options());
    try (var files = Files.list(directory)) {
      for (Path file : files.filter(each -> !each.equals(jar)).toList()) {
        Files.writeString(file, "no recording");
      }
    }
    cache.make(List.of("-jar", jar.toString()));
    assertThat(cache.isRecorded()).isFalse();
    assertThat(cache.options()).contains("-XX:AOTMode=record");
    try (var files = Files.list(directory)) {
      assertThat(files).as("nothing half made stays").containsExactly(jar);
    }
  }

  private String run(List<String> options) throws Exception {
    List<String> command = new ArrayList<>(List.of(JAVA));
    command.addAll(options);
    // Tells where classes come from.
    command.addAll(List.of("-Xlog:class+load:file=" + directory.resolve("classes.log")));
    command.addAll(List.of("-jar", jar.toString()));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String text =
        new String(
            process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(text).isZero();
    Path log = directory.resolve("classes.log");
    boolean shared =
        Files.readAllLines(log).stream()
            .anyMatch(
                line ->
                    line.contains(Hello.class.getName()) && line.contains("shared objects file"));
    Files.delete(log);
    return text.strip().lines().findFirst().orElse("")
        + (shared ? " from a shared archive" : " from a jar");
  }

  /** The program in the jar. */
  static final class Hello {
    private Hello() {}

    public static void main(String[] args) {
      System.out.println("hello");
    }
  }
}
