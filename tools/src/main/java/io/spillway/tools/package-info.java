/**
 * The {@code spillway} command line: starts, feeds, watches and stops the pipeline on one machine.
 */
@NullMarked
package io.spillway.tools;

import org.jspecify.annotations.NullMarked;
