package io.spillway.cli.core;

import java.time.Duration;

/** Time since the first order was sent until all were accepted, settled and searchable. */
public record DemoTimes(Duration submit, Duration terminal, Duration searchable) {}
