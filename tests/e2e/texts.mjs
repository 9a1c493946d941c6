// The app's own texts, so that a test finds things as a person does and a better word breaks no test.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from './lib.mjs';

/** `t('log-save')`; for texts with arguments, give them: `t('onboarding-pick', { level: 'Қола' })`. */
export function texts(language) {
    const all = new Map();
    const folder = join(ROOT, 'assets/locales', language);
    for (const file of readdirSync(folder).filter((n) => n.endsWith('.ftl'))) {
        for (const line of readFileSync(join(folder, file), 'utf8').split('\n')) {
            const m = /^([a-z][a-z0-9-]*) = (.+)$/.exec(line);
            if (m) all.set(m[1], m[2]);
        }
    }
    return (id, args = {}) => {
        const text = all.get(id);
        if (text === undefined) throw new Error(`no text ${id} in ${language}`);
        // Fluent puts invisible isolation marks around arguments; the app leaves them out.
        const whole = text.replace(/\{ \$(\w+) \}/g, (_, name) => {
            if (!(name in args)) throw new Error(`${id} wants ${name}`);
            return args[name];
        });
        if (whole.includes('{')) throw new Error(`${id} has plural forms: match a part of it by a pattern`);
        return whole;
    };
}
