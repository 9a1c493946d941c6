// Replaces dx's activity (Dioxus.toml, android_main_activity). Three things that the WebView does not do
// by itself: the back button, what lies behind system bars and keyboard, and reminders of the plan.
package dev.dioxus.main

import android.Manifest
import android.app.Activity
import android.app.AlarmManager
import android.app.Notification
import android.app.NotificationChannel
import android.app.NotificationManager
import android.app.PendingIntent
import android.content.BroadcastReceiver
import android.content.Context
import android.content.Intent
import android.content.pm.PackageManager
import android.content.res.Configuration
import android.os.Build
import android.os.Bundle
import android.view.ViewGroup
import android.webkit.WebView
import androidx.activity.OnBackPressedCallback
import androidx.core.graphics.Insets
import androidx.core.view.ViewCompat
import androidx.core.view.WindowCompat
import androidx.core.view.WindowInsetsCompat
import org.json.JSONArray

// wry's own files ask for it under their package
typealias BuildConfig = kz.qadam.app.BuildConfig

class MainActivity : WryActivity() {
    private var page: WebView? = null
    private var bars: Insets = Insets.NONE
    private var keyboard = 0

    // the page's history is Rust's router, of which the WebView knows nothing
    override val handleBackNavigation: Boolean = false

    override fun onCreate(savedInstanceState: Bundle?) {
        super.onCreate(savedInstanceState)
        // target 35 draws edge to edge from Android 15 on; the same on older ones, so that one layout serves
        WindowCompat.setDecorFitsSystemWindows(window, false)
        onBackPressedDispatcher.addCallback(this, object : OnBackPressedCallback(true) {
            override fun handleOnBackPressed() = back()
        })
    }

    override fun onWebViewCreate(webView: WebView) {
        page = webView
        ViewCompat.setOnApplyWindowInsetsListener(webView) { view, insets ->
            bars = insets.getInsets(WindowInsetsCompat.Type.systemBars() or WindowInsetsCompat.Type.displayCutout())
            keyboard = insets.getInsets(WindowInsetsCompat.Type.ime()).bottom
            // adjustResize does nothing edge to edge: a shorter WebView scrolls the focused field into view.
            // Held sideways, bars and camera holes are left and right, where the page has nothing to draw.
            (view.layoutParams as? ViewGroup.MarginLayoutParams)?.let { params ->
                if (params.bottomMargin != keyboard || params.leftMargin != bars.left || params.rightMargin != bars.right) {
                    params.setMargins(bars.left, 0, bars.right, keyboard)
                    view.layoutParams = params
                }
            }
            publish(RETRIES)
            // newer WebViews would apply them a second time
            WindowInsetsCompat.CONSUMED
        }
        ViewCompat.requestApplyInsets(webView)
    }

    override fun onResume() {
        super.onResume()
        // the page may have been loaded anew while we were away
        publish(RETRIES)
    }

    override fun onConfigurationChanged(newConfig: Configuration) {
        super.onConfigurationChanged(newConfig)
        publish(RETRIES)
    }

    /** Gives the page the bars' sizes as CSS variables; until the page is there, tries again. */
    private fun publish(retries: Int) {
        val view = page ?: return
        val density = resources.displayMetrics.density
        val bottom = if (keyboard > 0) 0 else bars.bottom
        val script = """(function () {
            if (!document.querySelector('body > div')) return false;
            var style = document.documentElement.style;
            style.setProperty('--inset-top', '${bars.top / density}px');
            style.setProperty('--inset-bottom', '${bottom / density}px');
            return document.documentElement.dataset.theme || 'auto';
        })()"""
        view.evaluateJavascript(script) { answer ->
            if (answer == "false" || answer == "null") {
                if (retries > 0) view.postDelayed({ publish(retries - 1) }, RETRY_MS)
            } else {
                colourBars(view, answer.trim('"'))
            }
        }
    }

    /** Dark icons on a light page, light ones on a dark page. */
    private fun colourBars(view: WebView, theme: String) {
        val night = resources.configuration.uiMode and Configuration.UI_MODE_NIGHT_MASK == Configuration.UI_MODE_NIGHT_YES
        val light = if (theme == "auto") !night else theme == "light"
        WindowCompat.getInsetsController(window, view).apply {
            isAppearanceLightStatusBars = light
            isAppearanceLightNavigationBars = light
        }
    }

    /** Presses the page's topmost way back (`data-back`); where there is none we leave, but stay in memory. */
    private fun back() {
        val view = page
        if (view == null) {
            moveTaskToBack(true)
            return
        }
        val script = """(function () {
            var ways = document.querySelectorAll('[data-back]');
            if (!ways.length) return false;
            ways[ways.length - 1].click();
            return true;
        })()"""
        view.evaluateJavascript(script) { handled ->
            if (handled != "true") moveTaskToBack(true)
        }
    }

    private companion object {
        const val RETRIES = 100
        const val RETRY_MS = 100L
    }
}

/**
 * Reminders of the plan, for `src/platform/android.rs`. What was set last is kept, because a phone that was
 * switched off forgets its alarms. Alarms are inexact: a quarter of an hour is nothing to a plan, and exact
 * ones want a permission of their own.
 */
object Reminders {
    private const val CHANNEL = "plan"
    private const val KEPT = "qadam.reminders"
    private const val TITLE = "title"
    private const val LIST = "list"

    /** 0: not asked yet, 1: granted, 2: denied. */
    @JvmStatic
    fun may(context: Context): Int {
        if (Build.VERSION.SDK_INT < 33) return if (manager(context).areNotificationsEnabled()) 1 else 2
        if (context.checkSelfPermission(Manifest.permission.POST_NOTIFICATIONS) == PackageManager.PERMISSION_GRANTED) return 1
        return if (kept(context).getBoolean("asked", false)) 2 else 0
    }

    @JvmStatic
    fun ask(context: Context) {
        if (Build.VERSION.SDK_INT < 33) return
        kept(context).edit().putBoolean("asked", true).apply()
        val activity = context as? Activity ?: return
        activity.runOnUiThread { activity.requestPermissions(arrayOf(Manifest.permission.POST_NOTIFICATIONS), 1) }
    }

    /** In the place of everything before. */
    @JvmStatic
    fun set(context: Context, title: String, moments: LongArray, texts: Array<String>) {
        val before = JSONArray(kept(context).getString(LIST, "[]")).length()
        val list = JSONArray()
        for (i in moments.indices) list.put(JSONArray().put(moments[i]).put(texts[i]))
        kept(context).edit().putString(TITLE, title).putString(LIST, list.toString()).apply()
        for (i in 0 until before) alarms(context).cancel(alarm(context, i, ""))
        wake(context)
    }

    /** Sets the alarms of what is kept and still to come. */
    fun wake(context: Context) {
        val list = JSONArray(kept(context).getString(LIST, "[]"))
        for (i in 0 until list.length()) {
            val row = list.getJSONArray(i)
            if (row.getLong(0) <= System.currentTimeMillis()) continue
            alarms(context).setAndAllowWhileIdle(AlarmManager.RTC_WAKEUP, row.getLong(0), alarm(context, i, row.getString(1)))
        }
    }

    fun show(context: Context, text: String) {
        if (text.isEmpty() || may(context) != 1) return
        val manager = manager(context)
        if (Build.VERSION.SDK_INT >= 26) {
            val name = context.getString(context.resources.getIdentifier("reminders", "string", context.packageName))
            manager.createNotificationChannel(NotificationChannel(CHANNEL, name, NotificationManager.IMPORTANCE_DEFAULT))
        }
        @Suppress("DEPRECATION") // the one without a channel, for Android 7
        val builder = if (Build.VERSION.SDK_INT >= 26) Notification.Builder(context, CHANNEL) else Notification.Builder(context)
        val open = PendingIntent.getActivity(
            context, 0, Intent(context, MainActivity::class.java), PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_IMMUTABLE)
        val icon = context.resources.getIdentifier("qadam_mark_mono", "drawable", context.packageName)
        manager.notify(1, builder.setSmallIcon(icon).setContentTitle(kept(context).getString(TITLE, "Qadam"))
            .setContentText(text).setContentIntent(open).setAutoCancel(true).build())
    }

    private fun alarm(context: Context, number: Int, text: String): PendingIntent {
        val intent = Intent(context, ReminderReceiver::class.java).putExtra("text", text)
        return PendingIntent.getBroadcast(context, number, intent, PendingIntent.FLAG_UPDATE_CURRENT or PendingIntent.FLAG_IMMUTABLE)
    }
    private fun kept(context: Context) = context.getSharedPreferences(KEPT, Context.MODE_PRIVATE)
    private fun alarms(context: Context) = context.getSystemService(Context.ALARM_SERVICE) as AlarmManager
    private fun manager(context: Context) = context.getSystemService(Context.NOTIFICATION_SERVICE) as NotificationManager
}

/** An alarm has gone off, or the phone was switched on. */
class ReminderReceiver : BroadcastReceiver() {
    override fun onReceive(context: Context, intent: Intent) {
        if (intent.action == Intent.ACTION_BOOT_COMPLETED) Reminders.wake(context)
        else Reminders.show(context, intent.getStringExtra("text") ?: "")
    }
}
