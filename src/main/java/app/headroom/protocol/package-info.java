/**
 * The messages between the application and its worker processes, their JSON and their version.
 *
 * <h2>Version 1</h2>
 *
 * <p>The application writes {@link app.headroom.protocol.WorkerCommand}s to the worker's standard
 * input and reads {@link app.headroom.protocol.WorkerEvent}s from its standard output. Each message
 * is one JSON object on one line: UTF-8, ended by {@code \n}, at most {@link
 * app.headroom.protocol.Protocol#MAX_LINE_BYTES} long; {@code type} names it. Paths are absolute
 * and written as {@code file:} URIs, which hold any name. Standard error is free text for people.
 *
 * <pre>
 * application                          worker
 *                                      hello(protocol, pid)
 * separate | probe | prepare
 *                                      progress(starting)
 *                                      progress(decoding)*  source-decoded
 *                                        or resumed(doneFrames, totalFrames)
 * set-segment, clean-up, hold,         progress(loading)
 * unload, resume, stop at any time     segment-done*  cleaned-up  held  alive*  unloaded  noted*
 *                                      progress(encoding)*
 *                                      finished | stopped | failed, then the end of its output
 * </pre>
 *
 * <ul>
 *   <li>The first command is the order. A worker refuses an order of another {@code protocol} than
 *       its own with {@code failed}.
 *   <li>Commands act at the next boundary: between two segments, two blocks of decoding, two blocks
 *       of encoding. The latest {@code set-segment} wins; of {@code hold}, {@code unload} and
 *       {@code resume} too. {@code stop} wins over all of them.
 *   <li>{@code segment-done} is a promise: its frames and the checkpoint are forced to disk.
 *   <li>A held worker says {@code alive} every half minute, so that silence always means trouble.
 *   <li>A line that is no command is skipped and reported on standard error. A line that is no
 *       event makes the application end the worker.
 *   <li>The end of standard input means that the application is gone: the worker is gone at once.
 *   <li>A probing worker answers {@code probe} lines one after another and ends with its input.
 *   <li>Exit codes: 0 after {@code finished}, {@code prepared}, {@code stopped} or the end of a
 *       probing worker's input; 1 after {@code failed}; 2 without an order that can be read; 3 out
 *       of Java heap; 70 for an error of the program, with its stack on standard error.
 * </ul>
 *
 * <p>A reader ignores properties that it does not know. A change that an older reader would
 * misunderstand raises {@link app.headroom.protocol.Protocol#VERSION}.
 */
@NullMarked
package app.headroom.protocol;

import org.jspecify.annotations.NullMarked;
