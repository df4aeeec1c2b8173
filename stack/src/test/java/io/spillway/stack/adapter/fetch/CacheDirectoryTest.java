package io.spillway.stack.adapter.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.spillway.stack.adapter.os.Parallel;
import io.spillway.stack.port.StartListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheDirectoryTest {
  @TempDir Path root;

  @Test
  void followsTheEnvironmentInOrder() {
    assertThat(
            CacheDirectory.chosenBy(
                Map.of("SPILLWAY_CACHE", "/own", "XDG_CACHE_HOME", "/xdg"), "/home/u"))
        .isEqualTo(Path.of("/own"));
    assertThat(CacheDirectory.chosenBy(Map.of("XDG_CACHE_HOME", "/xdg"), "/home/u"))
        .isEqualTo(Path.of("/xdg/spillway"));
    assertThat(
            CacheDirectory.chosenBy(Map.of("XDG_CACHE_HOME", "relative", "HOME", "/h"), "/home/u"))
        .isEqualTo(Path.of("/h/.cache/spillway"));
    assertThat(CacheDirectory.chosenBy(Map.of(), "/home/u"))
        .isEqualTo(Path.of("/home/u/.cache/spillway"));
  }

  @Test
  void installsAnEntryOnceHoweverManyAskForItAtATime() throws Exception {
    AtomicInteger installations = new AtomicInteger();
    Parallel.Task task =
        () ->
            new CacheDirectory(root)
                .entry(
                    "entry",
                    StartListener.silent(),
                    directory -> {
                      installations.incrementAndGet();
                      Files.writeString(directory.resolve("file"), "whole");
                    });
    Parallel.run(Collections.nCopies(8, task));
    assertThat(installations).hasValue(1);
    assertThat(root.resolve("entry/file")).hasContent("whole");
  }

  @Test
  void showsNothingOfAnInstallationThatFailedAndBeginsItAgain() throws Exception {
    CacheDirectory cache = new CacheDirectory(root);
    assertThatThrownBy(
            () ->
                cache.entry(
                    "entry",
                    StartListener.silent(),
                    directory -> {
                      Files.writeString(directory.resolve("half"), "");
                      throw new IOException("the network is down");
                    }))
        .hasMessage("the network is down");
    assertThat(root.resolve("entry")).doesNotExist();
    Path entry = cache.entry("entry", StartListener.silent(), directory -> {});
    assertThat(entry).isEmptyDirectory();
  }
}
