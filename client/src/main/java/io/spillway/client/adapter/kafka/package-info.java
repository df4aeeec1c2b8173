/** Dead letters in a topic of the subscription's own. */
@NullMarked
package io.spillway.client.adapter.kafka;

import org.jspecify.annotations.NullMarked;
