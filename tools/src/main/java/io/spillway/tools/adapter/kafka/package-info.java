/** Topics: creating and reading them. */
@NullMarked
package io.spillway.tools.adapter.kafka;

import org.jspecify.annotations.NullMarked;
