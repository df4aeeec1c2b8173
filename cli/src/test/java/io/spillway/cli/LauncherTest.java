package io.spillway.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which JDK the launcher script chooses, with directories that look like JDKs. */
class LauncherTest {
  private static final Path LAUNCHER = Path.of("..", "spillway").toAbsolutePath().normalize();

  @TempDir Path directory;
  private final Map<String, String> environment = new HashMap<>();

  private record Answer(int exitCode, String out, String err) {}

  @Test
  void javaHomeComesFirst() throws Exception {
    Path home = jdk("home", "25.0.1");
    jdk("places/other", "26");
    environment.put("JAVA_HOME", home.toString());
    assertThat(chosen()).isEqualTo(home.toString());
  }

  @Test
  void aJavaHomeThatIsTooOldIsPassedOver() throws Exception {
    environment.put("JAVA_HOME", jdk("home", "17.0.15").toString());
    Path newer = jdk("places/newer", "25");
    assertThat(chosen()).isEqualTo(newer.toString());
  }

  @Test
  void oldJdksAndThoseWithoutACompilerArePassedOver() throws Exception {
    jdk("places/a-8", "1.8.0_402");
    jdk("places/b-21", "21.0.2");
    Files.delete(jdk("places/c-jre", "25").resolve("bin/javac"));
    Path newer = jdk("places/d-26", "26-ea");
    assertThat(chosen()).isEqualTo(newer.toString());
  }

  @Test
  void aPlaceMayBeAJdkItselfAndHaveABlankInItsName() throws Exception {
    Path itself = jdk("my places", "25.0.2");
    environment.put("SPILLWAY_JDK_PLACES", "/nonexistent:" + itself);
    assertThat(chosen()).isEqualTo(itself.toString());
  }

  @Test
  void theBundlesOfMacAreFound() throws Exception {
    Path home = jdk("places/temurin.jdk/Contents/Home", "25");
    assertThat(chosen()).isEqualTo(home.toString());
  }

  @Test
  void aJdkWithoutAReleaseFileIsAsked() throws Exception {
    Path asked = jdk("places/asked", "25");
    Files.delete(asked.resolve("release"));
    script(asked.resolve("bin/javac"), "echo 'javac 27.0.1'");
    assertThat(chosen()).isEqualTo(asked.toString());
  }

  @Test
  void theCompilerOnPathIsTheLastResort() throws Exception {
    Path real = jdk("elsewhere/jdk", "25");
    Path bin = Files.createDirectories(directory.resolve("bin"));
    Files.createSymbolicLink(bin.resolve("javac"), real.resolve("bin/javac"));
    environment.put("PATH", bin + ":/usr/bin:/bin");
    assertThat(chosen()).isEqualTo(real.toString());
  }

  @Test
  void withoutAJdkOneSentenceSaysWhatToInstall() throws Exception {
    jdk("places/old", "24.0.2");
    Answer answer = launch();
    assertThat(answer.exitCode()).isEqualTo(1);
    assertThat(answer.err()).hasLineCount(1).contains("JDK of version 25", "install", "JAVA_HOME");
  }

  @Test
  void itWorksThroughASymbolicLinkAndWithoutAHome() throws Exception {
    Path jdk = jdk("places/jdk", "25");
    Path link = Files.createSymbolicLink(directory.resolve("link"), LAUNCHER);
    Answer answer = launch(link);
    Files.delete(link);
    assertThat(answer.out().strip()).isEqualTo(jdk.toString());
  }

  private String chosen() throws Exception {
    Answer answer = launch();
    assertThat(answer.exitCode()).as(answer.err()).isZero();
    return answer.out().strip();
  }

  private Answer launch() throws Exception {
    return launch(LAUNCHER);
  }

  private Answer launch(Path launcher) throws Exception {
    ProcessBuilder builder =
        new ProcessBuilder("/bin/sh", launcher.toString(), "--print-jdk")
            .directory(directory.toFile());
    builder.environment().clear();
    // A PATH without a compiler.
    Path tools = Files.createDirectories(directory.resolve("tools"));
    for (String tool : new String[] {"sh", "sed", "head", "readlink", "dirname", "env"}) {
      script(tools.resolve(tool), "exec " + which(tool) + " \"$@\"");
    }
    builder.environment().put("PATH", tools.toString());
    builder.environment().put("SPILLWAY_JDK_PLACES", directory.resolve("places").toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    String err = new String(process.getErrorStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return new Answer(process.exitValue(), out, err);
  }

  private static Path which(String tool) {
    Path usual = Path.of("/usr/bin", tool);
    return Files.exists(usual) ? usual : Path.of("/bin", tool);
  }

  private Path jdk(String name, String version) throws IOException {
    Path jdk = directory.toRealPath().resolve(name);
    Files.createDirectories(jdk.resolve("bin"));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"" + version + "\"\n");
    script(jdk.resolve("bin/java"), "exit 0");
    script(jdk.resolve("bin/javac"), "exit 0");
    return jdk;
  }

  private static void script(Path file, String command) throws IOException {
    Files.writeString(file, "#!/bin/sh\n" + command + "\n");
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }
}
