/** Topics: creating and reading them. */
@NullMarked
package io.spillway.operate.adapter.kafka;

import org.jspecify.annotations.NullMarked;
