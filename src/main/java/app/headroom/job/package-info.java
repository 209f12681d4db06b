/**
 * What a separation job is: its request, its states, its failures. Plain values, JDK only; every
 * other room may use this one.
 */
@NullMarked
package app.headroom.job;

import org.jspecify.annotations.NullMarked;
