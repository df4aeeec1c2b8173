/** The events that other teams read: their types, their CloudEvents attributes, their JSON. */
@NullMarked
package io.spillway.schemas.events;

import org.jspecify.annotations.NullMarked;
