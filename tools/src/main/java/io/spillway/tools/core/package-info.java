/**
 * Pure decisions of the command line: what is generated, how services are started, what counts must
 * agree.
 */
@NullMarked
package io.spillway.tools.core;

import org.jspecify.annotations.NullMarked;
