/**
 * The {@code spillway} command line: starts, feeds, watches and stops the pipeline on one machine.
 */
@NullMarked
package io.spillway.cli;

import org.jspecify.annotations.NullMarked;
