package io.spillway.tools.port;

import java.util.List;
import java.util.Map;

/** Whether anything moves in the pipeline. */
public interface Stillness {
  /** The end of every partition of every topic, by name; changes when anything is written. */
  Map<String, Long> ends() throws UnavailableException, InterruptedException;

  /** What has work left, in words; empty when all is done. */
  List<String> behind() throws UnavailableException, InterruptedException;
}
