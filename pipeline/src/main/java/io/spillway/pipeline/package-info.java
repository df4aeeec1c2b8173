/** The services in one JVM. */
@NullMarked
package io.spillway.pipeline;

import org.jspecify.annotations.NullMarked;
