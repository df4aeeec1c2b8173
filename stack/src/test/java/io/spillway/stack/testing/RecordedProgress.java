package io.spillway.stack.testing;

import io.spillway.stack.port.Progress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Remembers what was said. */
public final class RecordedProgress implements Progress {
  public final List<String> said = new CopyOnWriteArrayList<>();

  @Override
  public void say(String text) {
    said.add(text);
  }

  @Override
  public Meter meter(String what, long total) {
    return new Meter() {
      @Override
      public void at(long done) {
        said.add(what + " " + done + "/" + total);
      }

      @Override
      public void close() {
        said.add(what + " ended");
      }
    };
  }
}
