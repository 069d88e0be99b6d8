import assert from 'node:assert/strict';
import { test } from 'node:test';
import { changedFiles, changedResources } from './diffs.ts';

test("of the CDK's diff the resources are shown that would change, each type once, and how", () => {
  const diff = `Stack Database (rehearsal-database)
Resources
[~] AWS::RDS::DBInstance MySql/Instance MySqlInstanceD96AB729
 └─ [~] DBInstanceClass
     ├─ [-] db.t4g.medium
     └─ [+] db.t4g.large
[+] AWS::IAM::Role One OneRole
[+] AWS::IAM::Role Other OtherRole

Stack Ghost (rehearsal-ghost)
There were no differences
`;
  assert.deepEqual(changedResources(diff), ['[~] AWS::RDS::DBInstance', '[+] AWS::IAM::Role']);
});

test('nothing would change: nothing is shown', () => {
  assert.deepEqual(changedResources('Stack Ghost\nThere were no differences\n'), []);
  assert.deepEqual(changedFiles(''), []);
});

test("of Git's diff the changed lines are shown, file by file", () => {
  const diff = `diff --git a/gitops/apps/ghost/deployment.yaml b/gitops/apps/ghost/deployment.yaml
index 1111111..2222222 100644
--- a/gitops/apps/ghost/deployment.yaml
+++ b/gitops/apps/ghost/deployment.yaml
@@ -20,0 +21 @@ spec:
+        example.com/change: more-readers
@@ -100 +101 @@ spec:
-              memory: 1Gi
+              memory: 1280Mi
diff --git a/gitops/new.yaml b/gitops/new.yaml
new file mode 100644
--- /dev/null
+++ b/gitops/new.yaml
@@ -0,0 +1 @@
+---
diff --git a/README.md b/README.md
--- a/README.md
+++ b/README.md
@@ -1 +1 @@
-old
+new
`;
  assert.deepEqual(changedFiles(diff), [
    {
      file: 'gitops/apps/ghost/deployment.yaml',
      lines: ['+ example.com/change: more-readers', '- memory: 1Gi', '+ memory: 1280Mi'],
    },
    { file: 'gitops/new.yaml', lines: ['+ ---'] },
    { file: 'README.md', lines: ['- old', '+ new'] },
  ]);
});
