// Deliberate faults in sync and server code, one after the other, each with the test that must notice it:
// ./dev faults [WORD]. Works on a copy of the last commit in target/faults, with a build folder of its own there.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const SERVER = 'qadam-server', STORAGE = 'qadam-storage', SYNC = 'qadam-sync', PROTOCOL = 'qadam-protocol';
const PUSH = 'src/server/store/sqlite/push.rs', RULES = 'src/server/rules/mod.rs', FEED = 'src/server/rules/pull.rs';
const OUTBOX = 'src/storage/outbox.rs', ANSWERS = 'src/storage/answers.rs', UPLOAD = 'src/server/photos/upload.rs', DOMAIN = 'qadam-domain';
// what is wrong then · where · what is there · what is put there · whose test · which
const FAULTS = [
    ['an op’s answer is not kept', PUSH, 'if outcome.recorded {', 'if outcome.recorded && false {', SERVER, 'suite::a_resend_changes_nothing'],
    ['one id stands for two ops', RULES, 'prior.author == caller.account && prior.hash == hash', 'prior.author == caller.account', SERVER, 'suite::an_id_is_never_two_ops'],
    ['two servers collide and one gives up', 'src/server/store/postgres/run.rs', 'Err(fault) if fault.again && run < RUNS => {', 'Err(fault) if fault.again && run < RUNS && false => {', SERVER, 'postgres::tests::laws_of_several_servers_hold_in_stricter_isolation'],
    ['rows are told in another order than they were committed', 'src/server/store/sqlite/pull.rs', 'version > ? ORDER BY version LIMIT ?', 'version > ? ORDER BY revision LIMIT ?', SERVER, 'suite::any_page_size_gives_the_same_feed'],
    ['the cursor runs ahead of the page', FEED, 'records.last().map_or(newest, |r| r.version)', 'newest', SERVER, 'suite::any_page_size_gives_the_same_feed'],
    ['a lost scope is not said', FEED, 'filter(|scope| !newest.contains_key(scope))', 'filter(|_| false)', SERVER, 'suite::a_mentor_pulls_their_own_and_loses_what_is_lost'],
    ['before consent more leaves than the joining', RULES, 'let Some(code) = waits_for(facts.member.as_ref().map(|(m, _)| m)) {', 'let Some(code) = waits_for(facts.member.as_ref().map(|(m, _)| m)).filter(|_| false) {', SERVER, 'suite::nothing_but_the_joining_before_it_is_time'],
    ['any mentor is everybody’s mentor', RULES, 'Role::Mentor if member.mentor == caller.account', 'Role::Mentor', SERVER, 'suite::everybody_does_only_their_part'],
    ['a correction of what was refused stands aside', 'src/server/rules/refused.rs', 'self.0.insert(op.op_id, op.base);', '', SERVER, 'suite::a_correction_of_what_was_refused_replaces'],
    ['one broken op spoils the whole message', 'src/server/routes/sync.rs', 'Ok(serde_json::from_value(op).map_err(|_| malformed))', 'serde_json::from_value(op).map(Ok).map_err(|_| { drop(malformed); ApiError::malformed() })', SERVER, 'a_broken_op_does_not_hold_up_the_others'],
    ['what was taken back is compared as if it were there', 'src/server/store/sqlite/pull.rs', 'substr(body, 1, 2) <> ?', 'substr(body, 1, 2) <> substr(?, 1, 1)', SERVER, 'suite::what_a_phone_lacks_comes_once_more'],
    ['a refused op leaves the phone without a word', ANSWERS, "SET state = 'refused', code = ?2", "SET state = 'done', code = ?2", STORAGE, 'a_refused_op_holds_back_what_depends_on_it_and_nothing_else'],
    ['what stands on a refused op goes out', OUTBOX, 'closed.contains(&op.scope) || depends(&op, &stuck)', 'closed.contains(&op.scope)', STORAGE, 'a_refused_op_holds_back_what_depends_on_it_and_nothing_else'],
    ['the server’s row overwrites what waits here', 'src/storage/apply.rs', 'if own.is_none() {', 'if false {', STORAGE, 'the_servers_row_does_not_overwrite_what_waits'],
    ['a server out of a backup is not noticed', 'src/sync/take.rs', 'is_some_and(|e| e != reply.epoch)', 'is_some_and(|_| false)', SYNC, 'a_server_with_another_past_is_asked_for_everything_and_nothing_of_that_reply_counts'],
    ['a wait grows without an end', 'src/sync/backoff.rs', '(base - quarter + spread).min(CAP_MS)', '(base - quarter + spread)', SYNC, 'grows_and_never_passes_the_cap'],
    ['a number that is not known is nothing', 'src/domain/cbor.rs', 'if e.is_unknown_variant() {', 'if false {', PROTOCOL, 'a_number_that_is_not_known_is_never_taken_for_nothing'],
    ['a commit is not synced to the disk', 'src/server/store/sqlite/connection.rs', '"synchronous", "FULL"', '"synchronous", "NORMAL"', SERVER, 'the_settings_that_make_a_commit_durable_are_on'],
    ['a commit that failed is answered as one that stood', 'src/server/store/sqlite/writer.rs', 'reply(committed.clone());', 'reply(Ok(()));', SERVER, 'a_commit_that_fails_acknowledges_nothing'],
    ['two who use one code are both let in: looked first, written later', 'src/server/store/postgres/joining.rs', 'FROM sign_in_code WHERE hash = $1 FOR UPDATE', 'FROM sign_in_code WHERE hash = $1', SERVER, 'postgres::tests::every_law_holds'],
    ['a cursor is a clock that does not tick for each row', FEED, 'records.last().map_or(newest, |r| r.version)', 'records.last().map_or(newest, |r| r.version | 3)', SERVER, 'suite::any_page_size_gives_the_same_feed'],
    ['a piece of a photo is kept without sync', 'src/server/photos/open.rs', 'with_fsync(true)', 'with_fsync(false)', SERVER, 'what_is_kept_in_a_folder_has_reached_the_disk'],
    ['a photo’s bytes are not compared with its name', UPLOAD, 'PhotoId::of(&whole) != upload.photo || ', '', SERVER, 'photos_of_other_bytes_are_refused_and_begin_anew'],
    ['a photo that was cut off begins at its first byte, says the server', UPLOAD, 'Standing::Begun { offset: pieces.offset, until', 'Standing::Begun { offset: 0, until', SERVER, 'a_photo_that_stops_on_its_way_is_kept_as_far_as_it_came'],
    ['a photo that was cut off is sent from its first byte, by the phone', 'src/sync/photos.rs', 'path: path.clone(), at: *offset', 'path: path.clone(), at: 0', SYNC, 'a_picture_goes_on_where_the_server_stands'],
    ['photos are taken before consent', 'src/server/rules/photo.rs', 'waits_for(Some(member)).map_or', 'waits_for(Some(member)).filter(|_| false).map_or', SERVER, 'photos_stay_on_the_phone_before_it_is_time'],
    ['a photo with its place and time is taken', 'src/domain/photo.rs', 'if beside || end != bytes.len()', 'if end != bytes.len()', SERVER, 'what_is_no_clean_photo_is_refused'],
    ['a copied phone is not noticed', PUSH, 'if !settling && rules::is_copy(mark, stamp, are) {', 'if false && rules::is_copy(mark, stamp, are) {', SERVER, 'suite::a_copied_installation_is_noticed_and_becomes_one_of_its_own'],
    ['what is delivered late makes a phone a copy', 'src/server/rules/copies.rs', 'left && stamp.next', 'stamp.next', SERVER, 'suite::what_comes_again_while_something_waits_is_no_copys'],
    ['what is delivered late becomes the last message', 'src/server/rules/copies.rs', 'left && stamp.next != mark.before', 'left', SERVER, 'suite::what_is_decided_when_it_comes_again_is_no_copys'],
    ['what a former mentor sent is kept nowhere', PUSH, 'moving::hold(conn, op, caller.account, now)?;', '', SERVER, 'suite::a_moved_participant_goes_on_under_another_mentor'],
    ['a former mentor still decides', RULES, 'Role::Mentor if member.mentor == caller.account => ', 'Role::Mentor if member.mentor == caller.account || facts.former => ', SERVER, 'suite::a_moved_participant_goes_on_under_another_mentor'],
    ['a photo stays named that its entry names no more', 'src/storage/photos.rs', '"DELETE FROM entry_photo WHERE entry = ?1"', '"DELETE FROM entry_photo WHERE entry = ?1 AND 0"', STORAGE, 'a_photo_that_was_taken_out_before_the_report_is_asked_for_by_nobody'],
    ['a photo of what the server has stays here while a change is refused', 'src/storage/photos.rs', "WHERE scope = ?1 AND kind = ?2 AND key = ?3", "WHERE scope = ?1 AND kind = ?2 AND key = ?3 AND 0", STORAGE, 'a_photo_of_what_the_server_has_goes_out_though_a_change_without_it_is_refused'],
    ['what the server said meanwhile is forgotten', 'src/sync/take.rs', 'told.iter().filter(|row| !comes(reply, row))', 'told.iter().filter(|_| false)', SYNC, 'what_was_said_while_a_change_waited_is_asked_for_again'],
    ['a report waits for what was refused', ANSWERS, 'Entry.as_str() && !replaced.is_empty() {', 'Entry.as_str() && false {', STORAGE, 'a_report_goes_with_what_was_taken_in_the_place_of_what_was_refused'],
    ['what comes before its base after a restore stands aside', RULES, 'facts.settling && facts.base_unheard', 'facts.settling && facts.base_unheard && false', SERVER, 'suite::after_a_restore_what_an_op_stands_on_may_still_come'],
    ['place and time are left in a photo', 'src/domain/photo.rs', 'matches!(marker, 0xE1..=0xED | 0xEF | 0xFE)', 'matches!(marker, 0xE2..=0xED | 0xEF | 0xFE)', DOMAIN, 'photo'],
];

const copy = join('target', 'faults', 'copy'), build = join(process.cwd(), 'target', 'faults', 'build');
const run = (command, args, options = {}) => spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28, ...options });
function must(command, args) {
    const { status, stderr } = run(command, args);
    if (status) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
}
mkdirSync(join('target', 'faults'), { recursive: true });
if (existsSync(copy)) must('git', ['worktree', 'remove', '--force', copy]);
must('git', ['worktree', 'add', '--detach', '--quiet', copy]);
function test(of, which) {
    const env = { ...process.env, CARGO_TARGET_DIR: build, RUSTC_WORKSPACE_WRAPPER: '' };
    const done = run('cargo', ['test', '-q', '-p', of, which], { cwd: copy, env });
    const said = done.stdout + done.stderr;
    if (said.includes('could not compile')) return `does not compile:\n${said.slice(-2000)}`;
    if (!/running [1-9]\d* tests?/.test(said)) return `no such test: ${which}`;
    return done.status ? 'fails' : 'passes';
}
let bad = 0;
const word = process.argv[2] ?? '';
try {
    for (const [what, file, from, to, of, which] of FAULTS.filter((f) => f.join(' ').includes(word))) {
        const path = join(copy, file), whole = readFileSync(path, 'utf8');
        const places = whole.split(from).length - 1;
        let said = `stands ${places} times in ${file}, wanted: once`;
        if (places === 1) {
            writeFileSync(path, whole.replace(from, () => to));
            said = test(of, which);
            writeFileSync(path, whole);
        }
        const noticed = said === 'fails';
        if (!noticed) bad += 1;
        console.log(`${noticed ? 'noticed ' : 'NOT SEEN'}  ${what}  ·  ${which}${noticed ? '' : `\n          ${said}`}`);
    }
} finally {
    rmSync(copy, { recursive: true, force: true });
    run('git', ['worktree', 'prune']);
}
console.log(bad ? `${bad} faults were not noticed` : 'every fault was noticed');
process.exit(bad ? 1 : 0);
