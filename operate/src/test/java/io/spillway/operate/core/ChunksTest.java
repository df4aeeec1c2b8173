package io.spillway.operate.core;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import org.junit.jupiter.api.Test;

class ChunksTest {
  @Test
  void boundsTheLinesOfARequest() {
    assertThat(texts(2, 1_000, "a", "b", "c")).containsExactly(List.of("a", "b"), List.of("c"));
  }

  @Test
  void boundsTheBytesOfARequest() {
    assertThat(texts(10, 8, "aaa", "bbb", "ccc"))
        .containsExactly(List.of("aaa", "bbb"), List.of("ccc"));
  }

  @Test
  void aLineBeyondTheBoundGoesAlone() {
    assertThat(texts(10, 4, "a", "far too long", "b"))
        .containsExactly(List.of("a"), List.of("far too long"), List.of("b"));
  }

  @Test
  void blankLinesAreLeftOutButCounted() {
    Chunks chunks = new Chunks(List.of("", "a", "  ", "b").iterator(), 10, 1_000);
    assertThat(chunks.next().lines())
        .containsExactly(new Chunk.Line(2, "a"), new Chunk.Line(4, "b"));
    assertThat(chunks.hasNext()).isFalse();
  }

  @Test
  void anEmptyFileHasNoRequests() {
    Chunks chunks = new Chunks(List.<String>of().iterator(), 10, 1_000);
    assertThat(chunks.hasNext()).isFalse();
    assertThatThrownBy(chunks::next).isInstanceOf(NoSuchElementException.class);
  }

  private static List<List<String>> texts(int maxLines, long maxBytes, String... lines) {
    List<List<String>> chunks = new ArrayList<>();
    new Chunks(List.of(lines).iterator(), maxLines, maxBytes)
        .forEachRemaining(c -> chunks.add(c.lines().stream().map(Chunk.Line::text).toList()));
    return chunks;
  }
}
