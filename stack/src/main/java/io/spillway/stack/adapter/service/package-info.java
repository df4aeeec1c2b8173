/** Services as processes of the machine. */
@NullMarked
package io.spillway.stack.adapter.service;

import org.jspecify.annotations.NullMarked;
