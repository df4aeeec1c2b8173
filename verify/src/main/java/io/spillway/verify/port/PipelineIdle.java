package io.spillway.verify.port;

import io.spillway.stack.port.UnavailableException;
import java.util.List;
import java.util.Map;

/** Whether anything moves in the pipeline. */
public interface PipelineIdle {
  /** The end of every partition of every topic, by name; changes when anything is written. */
  Map<String, Long> ends() throws UnavailableException, InterruptedException;

  /** Records that each stage has left, in the order of the pipeline; about, for it is quick. */
  Map<String, Long> left() throws UnavailableException, InterruptedException;

  /** What has work left, in words; empty when all is done. */
  List<String> lagging() throws UnavailableException, InterruptedException;
}
